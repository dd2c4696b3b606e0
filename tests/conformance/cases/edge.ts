// The edge of the server: bytes that are not a request, unknown methods, sizes, health and HTTP/1.
import { etcdserverpb as pb } from '@cairn/proto';
import type { Case } from '../case.ts';
import { call, changed, get, http, notBefore, put, raw, rawCodeOnly, sentence } from '../steps.ts';
import { healthHasReason } from './changes.ts';

const rangePath = '/etcdserverpb.KV/Range';
const putPath = '/etcdserverpb.KV/Put';
const txnPath = '/etcdserverpb.KV/Txn';

function bytes(...values: readonly (number | string)[]): Uint8Array {
  return Buffer.concat(
    values.map((value) =>
      typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.of(value),
    ),
  );
}

/** A txn that is nested `depth` times in itself. */
function nestedTxn(depth: number): Uint8Array {
  let message = pb.TxnRequest.encode({}).finish();
  for (let level = 0; level < depth; level++) {
    const inner = pb.TxnRequest.decode(message);
    message = pb.TxnRequest.encode({ success: [{ request_txn: inner }] }).finish();
  }
  return message;
}

const badMessages: readonly Case[] = [
  sentence('a byte that starts no field is an internal error', rawCodeOnly(rangePath, bytes(0xff))),
  sentence(
    'a field that is cut off is an internal error',
    rawCodeOnly(rangePath, bytes(0x0a, 5, 'a')),
  ),
  sentence(
    'an integer that is cut off is an internal error',
    rawCodeOnly(rangePath, bytes(0x0a, 1, 'a', 0x18, 0x80)),
  ),
  sentence(
    'a key of a wrong wire type is an internal error',
    rawCodeOnly(rangePath, bytes(0x08, 1)),
  ),
  sentence('field number 0 is an internal error', rawCodeOnly(rangePath, bytes(0x02, 1, 'a'))),
  sentence(
    'a length beyond the message is an internal error',
    rawCodeOnly(putPath, bytes(0x0a, 0xff, 0xff, 0xff, 0xff, 0x07)),
  ),
  sentence(
    'a nested message that is cut off is an internal error',
    rawCodeOnly(txnPath, bytes(0x12, 4, 0x12, 9, 0x0a, 1)),
  ),
  sentence(
    'an empty message is a request without a key',
    raw(rangePath, bytes()),
    raw(putPath, bytes()),
    raw('/etcdserverpb.KV/DeleteRange', bytes()),
  ),
  sentence('an empty message is an empty txn', raw(txnPath, bytes())),
  sentence('unknown fields are skipped', raw(rangePath, bytes(0x0a, 1, 'a', 0xa2, 0x06, 1, 'b'))),
  sentence(
    'of a field that comes twice the last counts',
    raw(putPath, bytes(0x0a, 1, 'a', 0x0a, 1, 'b', 0x12, 1, 'v')),
    get('a'),
    get('b'),
  ),
  sentence(
    'fields may come in any order',
    raw(putPath, bytes(0x12, 1, 'v', 0x0a, 1, 'a')),
    get('a'),
  ),
  sentence(
    'zero values may be spelled out',
    raw(rangePath, bytes(0x0a, 1, 'a', 0x18, 0, 0x20, 0, 0x38, 0)),
  ),
  sentence(
    'an integer spelled in ten bytes is negative',
    raw(
      rangePath,
      bytes(0x0a, 1, 'a', 0x20, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
    ),
  ),
  sentence('a txn nested twenty deep is executed', raw(txnPath, nestedTxn(20))),
  sentence(
    'after bad messages the connection serves on',
    rawCodeOnly(rangePath, bytes(0xff)),
    put('a', '1'),
    get('a'),
  ),
];

const unknownMethods: readonly Case[] = [
  sentence('an unknown method of a known service', raw('/etcdserverpb.KV/Nope', bytes())),
  sentence('an unknown service', raw('/etcdserverpb.Nope/Range', bytes())),
  sentence('an unknown package', raw('/nope.KV/Range', bytes())),
  sentence('names are case-sensitive', raw('/etcdserverpb.kv/range', bytes())),
];

const sizes: readonly Case[] = [
  sentence(
    'a message above the receive limit is refused',
    put('a', 'x'.repeat(3_000_000)),
    get('a'),
  ),
  sentence(
    'a message between the request limit and the receive limit is refused',
    put('a', 'x'.repeat(1_800_000)),
    get('a'),
  ),
];

const health: readonly Case[] = [
  sentence('gRPC health of the whole server is serving', call('HealthCheck', {})),
  sentence(
    'gRPC health of an unknown service is not found',
    call('HealthCheck', { service: 'nope' }),
  ),
  sentence('/health says true', changed(healthHasReason, http('GET', '/health'))),
  sentence(
    '/health?serializable=true says true',
    changed(healthHasReason, http('GET', '/health?serializable=true')),
  ),
  sentence('/health answers GET only', http('POST', '/health')),
  sentence(
    '/version names server and cluster',
    http('GET', '/version', { without: ['etcdserver', 'etcdcluster', 'storage', 'cairn'] }),
  ),
  sentence('/version answers GET only', http('POST', '/version')),
  sentence('an unknown path is not found', http('GET', '/nope')),
  ...['/livez', '/readyz', '/livez/serializable_read', '/readyz/linearizable_read'].map((path) =>
    sentence(
      `${path} says ok`,
      notBefore(
        ['3.4.29', '3.5.11', '3.6.0'],
        'section 3.13: livez and readyz',
        () => ({ status: 200, type: 'text/plain; charset=utf-8', body: 'ok\n' }),
        http('GET', path),
      ),
    ),
  ),
];

export const edgeCases: readonly Case[] = [...badMessages, ...unknownMethods, ...sizes, ...health];
