// Leases: granting, revoking, keeping alive, asking, and what happens to the keys.
import type { Case, Step } from '../case.ts';
import {
  as,
  call,
  ended,
  everything,
  get,
  grant,
  halfClose,
  leaseOf,
  put,
  range,
  receive,
  remove,
  send,
  sentence,
  txn,
  watch,
} from '../steps.ts';

function keepAlive(id: bigint): Step {
  return send('k', 'LeaseKeepAlive', { ID: id });
}

function timeToLive(id: bigint): Step {
  return call('LeaseTimeToLive', { ID: id, keys: true });
}

function revoke(id: bigint): Step {
  return call('LeaseRevoke', { ID: id });
}

const granting: readonly Case[] = [
  sentence('a grant with an id keeps it and answers the TTL', grant(41n, 100)),
  sentence(
    'a grant without an id gets one that works',
    as('lease', call('LeaseGrant', { TTL: 100 })),
    put('a', '1', { lease: leaseOf('lease') }),
    call('LeaseRevoke', { ID: leaseOf('lease') }),
    get('a'),
  ),
  sentence('a grant takes no revision', put('a', '1'), grant(41n, 100), put('a', '2')),
  sentence('an id that exists is refused', grant(41n, 100), grant(41n, 200), timeToLive(41n)),
  sentence(
    'an id may be granted again after its revoke',
    grant(41n, 100),
    revoke(41n),
    grant(41n, 200),
    timeToLive(41n),
  ),
  sentence('a TTL below the minimum is raised to it', grant(41n, 1), grant(42n, 0), grant(43n, -5)),
  sentence(
    'the largest TTL is allowed and one more is not',
    grant(41n, 9_000_000_000),
    grant(42n, 9_000_000_001),
  ),
  sentence(
    'a negative id is an id',
    grant(-41n, 100),
    put('a', '1', { lease: -41n }),
    get('a'),
    timeToLive(-41n),
    revoke(-41n),
    get('a'),
  ),
  sentence(
    'the smallest and the largest id are ids',
    grant(-(2n ** 63n), 100),
    grant(2n ** 63n - 1n, 100),
    timeToLive(-(2n ** 63n)),
    timeToLive(2n ** 63n - 1n),
  ),
];

const revoking: readonly Case[] = [
  sentence(
    'revoking deletes the keys in one revision',
    grant(41n, 100),
    put('a', '1', { lease: 41n }),
    put('b', '1', { lease: 41n }),
    put('c', '1'),
    revoke(41n),
    range('\0', everything),
  ),
  sentence(
    'revoking a lease without keys takes no revision',
    put('a', '1'),
    grant(41n, 100),
    revoke(41n),
    put('a', '2'),
  ),
  sentence('revoking an unknown lease is refused', revoke(404n), revoke(0n), revoke(-1n)),
  sentence('revoking twice is refused', grant(41n, 100), revoke(41n), revoke(41n)),
  sentence(
    'a key that moved to another lease survives',
    grant(41n, 100),
    grant(42n, 100),
    put('a', '1', { lease: 41n }),
    put('a', '2', { lease: 42n }),
    revoke(41n),
    get('a'),
  ),
  sentence(
    'a key that was put without its lease survives',
    grant(41n, 100),
    put('a', '1', { lease: 41n }),
    put('a', '2'),
    revoke(41n),
    get('a'),
  ),
  sentence(
    'a key that was deleted before is not deleted again',
    grant(41n, 100),
    put('a', '1', { lease: 41n }),
    put('b', '1', { lease: 41n }),
    remove('a'),
    revoke(41n),
    range('\0', everything),
  ),
  sentence(
    'a put with a revoked lease is refused',
    grant(41n, 100),
    revoke(41n),
    put('a', '1', { lease: 41n }),
  ),
];

const asking: readonly Case[] = [
  sentence(
    'time to live answers granted and remaining TTL and no keys unless asked',
    grant(41n, 100),
    put('a', '1', { lease: 41n }),
    call('LeaseTimeToLive', { ID: 41n }),
    timeToLive(41n),
  ),
  sentence(
    'time to live of an unknown lease is TTL -1',
    timeToLive(404n),
    call('LeaseTimeToLive', {}),
  ),
  sentence(
    'time to live of a revoked lease is TTL -1',
    grant(41n, 100),
    revoke(41n),
    timeToLive(41n),
  ),
  sentence(
    'keys of a lease are each named once',
    grant(41n, 100),
    put('b', '1', { lease: 41n }),
    put('a', '1', { lease: 41n }),
    put('a', '2', { lease: 41n }),
    timeToLive(41n),
  ),
  sentence(
    'keys put in a txn are attached',
    grant(41n, 100),
    txn({ success: [{ request_put: { key: 'a', value: '1', lease: 41n } }] }),
    timeToLive(41n),
  ),
  sentence(
    'leases lists every lease',
    call('LeaseLeases', {}),
    grant(41n, 100),
    grant(42n, 500),
    call('LeaseLeases', {}),
    revoke(41n),
    call('LeaseLeases', {}),
  ),
];

const keepingAlive: readonly Case[] = [
  sentence(
    'a keep-alive answers the granted TTL',
    grant(41n, 100),
    keepAlive(41n),
    receive(1, 'k'),
    keepAlive(41n),
    receive(1, 'k'),
  ),
  sentence('a keep-alive of an unknown lease answers TTL 0', keepAlive(404n), receive(1, 'k')),
  sentence(
    'a keep-alive of a revoked lease answers TTL 0',
    grant(41n, 100),
    revoke(41n),
    keepAlive(41n),
    receive(1, 'k'),
  ),
  sentence('a keep-alive of lease 0 answers TTL 0', keepAlive(0n), receive(1, 'k')),
  sentence(
    'many leases share one stream',
    grant(41n, 100),
    grant(42n, 200),
    grant(-43n, 300),
    keepAlive(42n),
    receive(1, 'k'),
    keepAlive(41n),
    receive(1, 'k'),
    keepAlive(404n),
    receive(1, 'k'),
    keepAlive(-43n),
    receive(1, 'k'),
  ),
  sentence(
    'a keep-alive stream that the client half closes is ended with OK',
    grant(41n, 100),
    keepAlive(41n),
    receive(1, 'k'),
    halfClose('k'),
    ended('k'),
  ),
  sentence(
    'a keep-alive takes no revision',
    put('a', '1'),
    grant(41n, 100),
    keepAlive(41n),
    receive(1, 'k'),
    put('a', '2'),
  ),
];

const expiring: readonly Case[] = [
  sentence(
    'a lease that is not kept alive deletes its keys, in key order and one revision',
    grant(41n, 2),
    put('b', '1', { lease: 41n }),
    put('a', '1', { lease: 41n }),
    watch({ key: 'a', range_end: 'c' }),
    receive(),
    receive(),
    timeToLive(41n),
    keepAlive(41n),
    receive(1, 'k'),
    range('\0', everything),
  ),
];

export const leaseCases: readonly Case[] = [
  ...granting,
  ...revoking,
  ...asking,
  ...keepingAlive,
  ...expiring,
];
