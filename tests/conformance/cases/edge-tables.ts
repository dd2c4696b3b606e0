// The edge of the server: metadata, reflection that is not there, health, and requests whose bytes say things
// that no client says.
import { etcdserverpb as pb } from '@cairn/proto';
import type { Case } from '../case.ts';
import {
  as,
  call,
  changed,
  get,
  halfClose,
  http,
  put,
  raw,
  receive,
  send,
  sentence,
} from '../steps.ts';
import { alarmHasHeader } from './changes.ts';

const metadata: readonly Case[] = [
  ...['true', 'false', 'TRUE', '1', ''].map((hasleader) =>
    sentence(
      `hasleader is "${hasleader}" while there is a leader`,
      call('Range', { key: 'a' }, { hasleader }),
      send('w', 'Watch', { create_request: { key: 'a' } }, { hasleader }),
      receive(),
    ),
  ),
  ...['3.4.0', '3.7.1', 'unknown', '☃'].map((version) =>
    sentence(
      `client-api-version is "${version}"`,
      call('Range', { key: 'a' }, { 'client-api-version': encodeURIComponent(version) }),
    ),
  ),
  sentence(
    'metadata that nobody knows changes nothing',
    call('Put', { key: 'a', value: '1' }, { 'x-anything': 'at all', 'user-agent': 'a case' }),
    get('a'),
  ),
];

const reflection: readonly Case[] = [
  '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
  '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
].map((path) => sentence(`${path} is not there by default`, raw(path, new Uint8Array())));

const methods: readonly Case[] = [
  '/',
  '//',
  '/etcdserverpb.KV',
  '/etcdserverpb.KV/',
  '/etcdserverpb.KV/Range/',
  '/etcdserverpb.KV/range',
  '/etcdserverpb.KV/RangeX',
  '/v3lockpb.Lock/Nope',
  '/v3electionpb.Election/Nope',
  '/etcdserverpb.Auth/User',
].map((path) => ({
  ...sentence(`the method "${path}" is none`, raw(path, new Uint8Array())),
  // Earlier ones have another code for a path of one part.
  ...(path.lastIndexOf('/') === 0 ? { since: ['3.5.0'] } : {}),
}));

/** The request with a field of a later release behind it: number 999, of each wire type. */
function withUnknownFields(request: Uint8Array): Uint8Array {
  return Buffer.concat([
    request,
    Buffer.of(0xb8, 0x3e, 0x01),
    Buffer.of(0xba, 0x3e, 0x02, 0x61, 0x62),
    Buffer.of(0xb9, 0x3e, 1, 2, 3, 4, 5, 6, 7, 8),
    Buffer.of(0xbd, 0x3e, 1, 2, 3, 4),
  ]);
}

const key = Buffer.from('a');

const laterFields: readonly Case[] = [
  ['/etcdserverpb.KV/Range', pb.RangeRequest.encode({ key }).finish()],
  ['/etcdserverpb.KV/Put', pb.PutRequest.encode({ key, value: key }).finish()],
  ['/etcdserverpb.KV/DeleteRange', pb.DeleteRangeRequest.encode({ key }).finish()],
  [
    '/etcdserverpb.KV/Txn',
    pb.TxnRequest.encode({ success: [{ request_put: { key, value: key } }] }).finish(),
  ],
  ['/etcdserverpb.Lease/LeaseTimeToLive', pb.LeaseTimeToLiveRequest.encode({}).finish()],
  ['/etcdserverpb.Cluster/MemberList', pb.MemberListRequest.encode({}).finish()],
].map(([path, request]) =>
  sentence(
    `${String(path)} with fields of a later release is answered without them`,
    raw(String(path), withUnknownFields(Buffer.from(request as Uint8Array))),
    get('a'),
  ),
);

const health: readonly Case[] = [
  sentence(
    'gRPC health knows the whole server, and none of its services by name',
    ...['', 'etcdserverpb.KV', 'etcdserverpb.Watch', 'grpc.health.v1.Health', ' '].map((service) =>
      call('HealthCheck', { service }),
    ),
  ),
  sentence(
    'who watches gRPC health is told it at once, also of a service that is not known',
    send('all', 'HealthWatch', { service: '' }),
    halfClose('all'),
    receive(1, 'all'),
    send('none', 'HealthWatch', { service: 'nope' }),
    halfClose('none'),
    receive(1, 'none'),
  ),
  ...['HEAD', 'PUT', 'DELETE', 'PATCH'].map((method) =>
    sentence(
      `${method} is no way to ask for health or version`,
      http(method, '/health'),
      http(method, '/version'),
    ),
  ),
  ...['NOSPACE', 'CORRUPT', 'nospace', 'NONE', ''].map((exclude) =>
    sentence(
      `health without the alarm "${exclude}", while NOSPACE is raised`,
      as('put', put('a', '1')),
      changed(alarmHasHeader, call('Alarm', { action: 1, alarm: 1, memberID: 5n })),
      http('GET', `/health?exclude=${exclude}`, { without: ['reason'] }),
      http('GET', `/health?exclude=CORRUPT&exclude=${exclude}`, { without: ['reason'] }),
      changed(alarmHasHeader, call('Alarm', { action: 2, alarm: 1, memberID: 5n })),
      put('a', '2'),
    ),
  ),
];

export const edgeTableCases: readonly Case[] = [
  ...metadata,
  ...reflection,
  ...methods,
  ...laterFields,
  ...health,
];
