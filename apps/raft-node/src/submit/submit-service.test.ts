// Node.Submit over gRPC: what each method answers, and what becomes of a stream.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GrpcCode, etcdVersion } from '@cairn/api';
import { cairn, etcdserverpb, fromBigInt } from '@cairn/proto';
import type { Int64 } from '@cairn/proto';
import { RequestKind } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import { nodeService } from '@cairn/rpc';
import { StoreHasher } from '../corruption/store-hasher.ts';
import { Quota } from '../quota/quota.ts';
import { nodeWith, serveLocally } from '../testing/grpc.ts';
import type { ServedNode } from '../testing/grpc.ts';
import { membersOf } from '../testing/members-of.ts';
import { recordingLogger } from '../testing/quiet-logger.ts';
import { TestMembers, bytes } from '../testing/test-members.ts';
import { Turns } from '../turns.ts';
import { FreePieces } from './pieces.ts';
import { SubmitService } from './submit-service.ts';
import { composeAuth } from '../auth/compose-auth.ts';

type Codec = { encode(message: unknown): { finish(): Uint8Array } };
type Stream = ReturnType<ServedNode['client']['openBidi']>;
const { Method } = cairn.v1;

interface Answer {
  readonly code: number;
  readonly message: string;
  readonly bytes: Uint8Array;
}

/** A gateway, as far as the protocol goes. */
class Gateway {
  readonly stream: Stream;
  readonly states: cairn.v1.NodeState[] = [];
  readonly answers = new Map<number, Answer>();
  readonly messageIds: number[][] = [];
  end: string | undefined;
  #lastId = 0;
  readonly #partial = new Map<number, Uint8Array[]>();

  constructor(client: ServedNode['client']) {
    this.stream = client.openBidi(nodeService.submit) as Stream;
    this.stream.on('data', (message: cairn.v1.SubmitResults) => this.#take(message));
    this.stream.on('end', () => (this.end ??= 'ended'));
    this.stream.on('error', (error) => (this.end = error.message));
  }

  /** Answers the id. */
  ask(method: number, request: Uint8Array, timeoutMs = 0): number {
    const id = ++this.#lastId;
    this.stream.write({ items: [{ id, method, request, timeout_ms: timeoutMs }] });
    return id;
  }

  #take({ results, state }: cairn.v1.SubmitResults): void {
    if (state != null) this.states.push(state as cairn.v1.NodeState);
    this.messageIds.push(results.map(({ id }) => id ?? 0));
    for (const result of results as cairn.v1.SubmitResult[]) {
      const parts = this.#partial.get(result.id) ?? [];
      parts.push(result.response);
      this.#partial.set(result.id, parts);
      if (result.more) continue;
      const { code, message } = result;
      this.answers.set(result.id, { code, message, bytes: Buffer.concat(parts) });
    }
  }
}

interface Node extends AsyncDisposable {
  readonly group: TestMembers;
  readonly replica: Replica;
  readonly submit: SubmitService;
  /** What was hashed, as the metrics learn it. */
  readonly hashed: readonly string[];
  readonly gateway: () => Gateway;
  readonly call: <C extends Codec, A>(
    method: number,
    codec: C,
    request: Parameters<C['encode']>[0],
    answer: { decode(bytes: Uint8Array): A },
  ) => Promise<A>;
  /** `code message` of a refusal. */
  readonly refusal: (method: number, codec: Codec, request: unknown) => Promise<string>;
}

const authConfig = { authToken: 'simple', authTokenTtl: 300, bcryptCost: 4 };

/** @param quotaBytes negative = none */
async function node(quotaBytes = -1): Promise<Node> {
  const { group, replica } = await TestMembers.single();
  const { logger } = recordingLogger();
  const quota = new Quota({ replica, logger, quotaBytes });
  const turns = new Turns();
  const hashed: string[] = [];
  const onHashed = (kind: string): void => void hashed.push(kind);
  const submit = new SubmitService({
    replica,
    turns,
    hasher: new StoreHasher({ replica, turns, onHashed }),
    free: new FreePieces(),
    asked: { ranges: 0, txns: 0 },
    txnOperationsMax: 4,
    ttlSecondsMin: 2,
    quotaBytes: 1_000,
    quota,
    members: membersOf(replica),
    requestTimeoutMs: 5_000,
    ...composeAuth(authConfig, replica, { nowMs: () => 0 }),
  });
  const served = await serveLocally(
    nodeWith({
      submit: (stream) => submit.serve(stream as Parameters<typeof submit.serve>[0], true),
    }),
  );
  const gateway = new Gateway(served.client);
  const settled = async (method: number, request: Uint8Array): Promise<Answer> => {
    const id = gateway.ask(method, request);
    return await group.until(`method ${method} is answered`, () => gateway.answers.get(id));
  };
  return {
    group,
    replica,
    submit,
    hashed,
    gateway: () => new Gateway(served.client),
    call: async (method, codec, request, answer) => {
      const {
        code,
        message,
        bytes: response,
      } = await settled(method, codec.encode(request).finish());
      assert.equal(code, 0, message);
      return answer.decode(response);
    },
    refusal: async (method, codec, request) => {
      const { code, message } = await settled(method, codec.encode(request).finish());
      return `${code} ${message}`;
    },
    [Symbol.asyncDispose]: async () => {
      gateway.stream.cancel();
      await served[Symbol.asyncDispose]();
      await group[Symbol.asyncDispose]();
    },
  };
}

const pb = etcdserverpb;
const pair = { key: bytes('k'), value: bytes('v') };

test('the methods of the KV service', async () => {
  await using n = await node();
  const put = await n.call(Method.PUT, pb.PutRequest, pair, pb.PutResponse);
  const revision = Number(put.header?.revision);
  const range = await n.call(Method.RANGE, pb.RangeRequest, { key: pair.key }, pb.RangeResponse);
  assert.deepEqual(Buffer.from(range.kvs[0]?.value ?? []), Buffer.from('v'));
  assert.equal(Number(range.header?.revision), revision);
  const local = { key: pair.key, serializable: true };
  const serializable = await n.call(Method.RANGE, pb.RangeRequest, local, pb.RangeResponse);
  assert.equal(Number(serializable.count), 1);
  const success = [{ request_range: { key: pair.key } }];
  const read = await n.call(Method.TXN, pb.TxnRequest, { success }, pb.TxnResponse);
  assert.equal(Number(read.header?.revision), revision, 'a transaction that reads makes none');
  const writing = { success: [{ request_put: pair }] };
  const written = await n.call(Method.TXN, pb.TxnRequest, writing, pb.TxnResponse);
  assert.equal(Number(written.header?.revision), revision + 1);
  const removed = await n.call(
    Method.DELETE_RANGE,
    pb.DeleteRangeRequest,
    { key: pair.key },
    pb.DeleteRangeResponse,
  );
  assert.equal(Number(removed.deleted), 1);
  const compaction = { revision: revision + 1, physical: true };
  await n.call(Method.COMPACT, pb.CompactionRequest, compaction, pb.CompactionResponse);
  assert.equal(n.replica.machine.store.compactRevision, revision + 1);
});

test('what a client may not ask is refused in etcd’s words, without an entry', async () => {
  await using n = await node();
  const { appliedIndex } = n.replica;
  const put = { request_put: pair };
  const cases: readonly (readonly [number, Codec, unknown, RegExp])[] = [
    [Method.PUT, pb.PutRequest, {}, /^3 etcdserver: key is not provided/],
    [Method.RANGE, pb.RangeRequest, { key: pair.key, sort_order: 9 }, /^3 .*invalid sort option/],
    [Method.TXN, pb.TxnRequest, { success: [put, put] }, /^3 .*duplicate key given/],
    [
      Method.TXN,
      pb.TxnRequest,
      { success: Array.from({ length: 5 }, () => ({ request_range: pair })) },
      /^3 .*too many operations/,
    ],
    [Method.RANGE, pb.RangeRequest, { key: pair.key, revision: 99 }, /^11 .*future revision/],
    [Method.LEASE_GRANT, pb.LeaseGrantRequest, { TTL: 9_000_000_001 }, /^11 .*too large lease TTL/],
    [Method.ALARM, pb.AlarmRequest, { action: 1, alarm: 9 }, /^3 .*unknown alarm type 9/],
    [Method.ALARM, pb.AlarmRequest, { action: 5, alarm: 1 }, /^3 .*unknown alarm action 5/],
    [99, pb.PutRequest, pair, /^12 unknown method 99/],
  ];
  for (const [method, codec, request, expected] of cases) {
    assert.match(await n.refusal(method, codec, request), expected);
  }
  assert.equal(n.replica.appliedIndex, appliedIndex);
  const afterwards = await n.refusal(Method.PUT, pb.PutRequest, { ...pair, lease: 99 });
  assert.match(afterwards, /^5 etcdserver: requested lease not found/);
  const garbage: Codec = { encode: () => ({ finish: () => Uint8Array.of(0xff) }) };
  assert.match(await n.refusal(Method.PUT, garbage, {}), /^13 grpc: error unmarshalling request/);
});

test('the methods of the Lease service', async () => {
  await using n = await node();
  const short = await n.call(
    Method.LEASE_GRANT,
    pb.LeaseGrantRequest,
    { ID: 7, TTL: 0 },
    pb.LeaseGrantResponse,
  );
  assert.deepEqual([Number(short.ID), Number(short.TTL)], [7, 2], 'raised to the minimum');
  const chosen = await n.call(
    Method.LEASE_GRANT,
    pb.LeaseGrantRequest,
    { TTL: 90 },
    pb.LeaseGrantResponse,
  );
  assert.ok(BigInt(String(chosen.ID)) > 0n);
  await n.group.put(n.replica, 'leased', '1', 7);
  const info = await n.call(
    Method.LEASE_TIME_TO_LIVE,
    pb.LeaseTimeToLiveRequest,
    { ID: 7, keys: true },
    pb.LeaseTimeToLiveResponse,
  );
  assert.deepEqual([Number(info.grantedTTL), info.keys.length], [2, 1]);
  const unknown = await n.call(
    Method.LEASE_TIME_TO_LIVE,
    pb.LeaseTimeToLiveRequest,
    { ID: 99 },
    pb.LeaseTimeToLiveResponse,
  );
  assert.deepEqual([unknown.TTL, unknown.grantedTTL].map(Number), [-1, 0]);
  const list = await n.call(Method.LEASE_LEASES, pb.LeaseLeasesRequest, {}, pb.LeaseLeasesResponse);
  assert.deepEqual(
    list.leases.map(({ ID }) => String(ID)),
    ['7', String(chosen.ID)],
    'those with the shortest TTL first',
  );
  await n.call(Method.LEASE_REVOKE, pb.LeaseRevokeRequest, { ID: 7 }, pb.LeaseRevokeResponse);
  const again = await n.refusal(Method.LEASE_REVOKE, pb.LeaseRevokeRequest, { ID: 7 });
  assert.match(again, /^5 etcdserver: requested lease not found/);
});

test('the methods about the member and the cluster', async () => {
  await using n = await node();
  await n.group.fill(n.replica, 12_000);
  const status = await n.call(Method.STATUS, pb.StatusRequest, {}, pb.StatusResponse);
  assert.equal(status.version, etcdVersion);
  assert.equal(Number(status.raftAppliedIndex), n.replica.appliedIndex);
  assert.deepEqual([status.errors, Number(status.dbSizeQuota)], [[], 1_000]);
  const members = await n.call(
    Method.MEMBER_LIST,
    pb.MemberListRequest,
    { linearizable: true },
    pb.MemberListResponse,
  );
  assert.deepEqual([members.members.length, Number(members.header?.revision)], [1, 0]);
  const alarms = await n.call(Method.ALARM, pb.AlarmRequest, {}, pb.AlarmResponse);
  assert.deepEqual(alarms.alarms, []);
  const hashKv = await n.call(Method.HASH_KV, pb.HashKVRequest, {}, pb.HashKVResponse);
  const { hash, hashRevision } = n.replica.machine.store.hashKv(0);
  assert.deepEqual([hashKv.hash, Number(hashKv.hash_revision)], [hash, hashRevision]);
  const first = await n.call(Method.HASH, pb.HashRequest, {}, pb.HashResponse);
  const second = await n.call(Method.HASH, pb.HashRequest, {}, pb.HashResponse);
  assert.equal(first.hash, second.hash);
  await n.group.put(n.replica, 'x', '1');
  const third = await n.call(Method.HASH, pb.HashRequest, {}, pb.HashResponse);
  assert.notEqual(third.hash, first.hash);
  assert.deepEqual(n.hashed, ['records', 'tables', 'tables', 'tables']);
  const { WatchOpenRequest, WatchOpenResponse } = cairn.v1;
  const open = await n.call(Method.WATCH_OPEN, WatchOpenRequest, {}, WatchOpenResponse);
  const { currentRevision } = n.replica.machine.store;
  assert.deepEqual([open.revision, open.compact_revision].map(Number), [currentRevision, -1]);
});

const noSpace = '8 etcdserver: mvcc: database space exceeded';

test('beyond the quota what adds is refused and the alarm raised, before anything is in the log', async () => {
  await using n = await node(9_000);
  // A memory twin counts its records, and 8 KiB for itself.
  const value = new Uint8Array(500);
  await n.call(Method.PUT, pb.PutRequest, { ...pair, value: value.subarray(0, 1) }, pb.PutResponse);
  const { currentRevision } = n.replica.machine.store;
  assert.equal(await n.refusal(Method.PUT, pb.PutRequest, { ...pair, value }), noSpace);
  const { memberId } = n.replica;
  const alarms = await n.call(Method.ALARM, pb.AlarmRequest, {}, pb.AlarmResponse);
  assert.equal(alarms.alarms.length, 1);
  const status = await n.call(Method.STATUS, pb.StatusRequest, {}, pb.StatusResponse);
  assert.deepEqual(status.errors, [`memberID:${memberId} alarm:NOSPACE `]);
  const put = { request_put: pair };
  const deletion = { request_delete_range: { key: pair.key } };
  assert.equal(await n.refusal(Method.TXN, pb.TxnRequest, { failure: [put] }), noSpace);
  assert.equal(await n.refusal(Method.LEASE_GRANT, pb.LeaseGrantRequest, { TTL: 9 }), noSpace);
  assert.equal(n.replica.machine.store.currentRevision, currentRevision);
  await n.call(Method.TXN, pb.TxnRequest, { success: [deletion] }, pb.TxnResponse);
  const range = await n.call(Method.RANGE, pb.RangeRequest, pair, pb.RangeResponse);
  assert.equal(Number(range.count), 0);
});

test('a member that may hold wrong data is not read from, however it is asked', async () => {
  await using n = await node();
  const corrupt = '15 etcdserver: corrupt cluster';
  const raise = async (memberID: Int64, action: number): Promise<unknown> =>
    await n.call(Method.ALARM, pb.AlarmRequest, { action, alarm: 2, memberID }, pb.AlarmResponse);
  await raise(5, 1);
  await n.call(Method.RANGE, pb.RangeRequest, pair, pb.RangeResponse);
  assert.equal(await n.refusal(Method.PUT, pb.PutRequest, pair), corrupt);
  for (const named of [fromBigInt(n.replica.memberId, 'unsigned'), 0]) {
    await raise(named, 1);
    const reads: readonly (readonly [number, Codec, object])[] = [
      [Method.RANGE, pb.RangeRequest, pair],
      [Method.RANGE, pb.RangeRequest, { ...pair, serializable: true }],
      [Method.TXN, pb.TxnRequest, { success: [{ request_range: pair }] }],
      [Method.LEASE_TIME_TO_LIVE, pb.LeaseTimeToLiveRequest, { ID: 1 }],
      [Method.LEASE_LEASES, pb.LeaseLeasesRequest, {}],
      [Method.WATCH_OPEN, cairn.v1.WatchOpenRequest, {}],
    ];
    for (const [method, codec, request] of reads) {
      assert.equal(await n.refusal(method, codec, request), corrupt, `${method}`);
    }
    await n.call(Method.STATUS, pb.StatusRequest, {}, pb.StatusResponse);
    await n.call(Method.HASH_KV, pb.HashKVRequest, {}, pb.HashKVResponse);
    await raise(named, 2);
    await n.call(Method.RANGE, pb.RangeRequest, pair, pb.RangeResponse);
  }
});

test('a hash under way when the member stops is refused, not a crash', async () => {
  await using n = await node();
  await n.group.fill(n.replica, 30_000);
  const gateway = n.gateway();
  const ids = [
    gateway.ask(Method.HASH_KV, new Uint8Array(0)),
    gateway.ask(Method.HASH, new Uint8Array(0)),
  ];
  const { store } = n.replica.machine;
  const beginHash = store.beginHash.bind(store);
  let begun = false;
  store.beginHash = (revision) => {
    begun = true;
    return beginHash(revision);
  };
  await n.group.until('it has begun', () => begun);
  await n.replica.stop();
  await n.replica.backend.close();
  await n.group.until('both are answered', () => ids.every((id) => gateway.answers.has(id)));
  assert.deepEqual(
    ids.map((id) => gateway.answers.get(id)?.code),
    [GrpcCode.unavailable, GrpcCode.unavailable],
  );
  gateway.stream.cancel();
});

test('many requests of one message are answered in few', async () => {
  await using n = await node();
  const gateway = n.gateway();
  const request = pb.PutRequest.encode(pair).finish();
  const items = Array.from({ length: 500 }, (_, i) => ({ id: i + 1, method: Method.PUT, request }));
  gateway.stream.write({ items });
  await n.group.until('all are answered', () => gateway.answers.size === 500);
  const messages = gateway.messageIds.filter((ids) => ids.length > 0);
  assert.ok(messages.length <= 3, `${messages.length} messages`);
  gateway.stream.cancel();
});

test('a large answer arrives whole while small ones pass it', async () => {
  await using n = await node();
  await n.group.fill(n.replica, 8_000, 'x'.repeat(1_000));
  const gateway = n.gateway();
  const all = { key: bytes('key'), range_end: bytes('kez'), serializable: true };
  const large = gateway.ask(Method.RANGE, pb.RangeRequest.encode(all).finish());
  await n.group.until('the first slice', () =>
    gateway.messageIds.some((ids) => ids.includes(large)),
  );
  const request = pb.RangeRequest.encode({ key: pair.key, serializable: true }).finish();
  const small = gateway.ask(Method.RANGE, request);
  await n.group.until(
    'both are there',
    () => gateway.answers.has(large) && gateway.answers.has(small),
  );
  const response = pb.RangeResponse.decode(gateway.answers.get(large)?.bytes ?? new Uint8Array(0));
  assert.equal(response.kvs.length, 8_000);
  const order = gateway.messageIds.flat();
  assert.ok(order.filter((id) => id === large).length > 10);
  assert.ok(order.indexOf(small) < order.lastIndexOf(large), 'before the end of the large one');
  gateway.stream.cancel();
});

test('the state is said first, and at once when a lease-keeper is named', async () => {
  await using n = await node();
  const gateway = n.gateway();
  await n.group.until('the first message', () => gateway.states.length > 0);
  const [first] = gateway.states;
  assert.equal(String(first?.member_id), String(n.replica.memberId));
  assert.equal(Number(first?.lease_epoch), 0);
  const fields = { keeper_id: 'k', address: 'k:1', raft_term: n.replica.term };
  const body = cairn.v1.LeasePrimarySet.encode(fields).finish();
  await n.group.propose(n.replica, RequestKind.leasePrimarySet, body);
  const named = await n.group.until('it is said', () =>
    gateway.states.find(({ lease_epoch: epoch }) => Number(epoch) > 0),
  );
  assert.equal(named.keeper_address, 'k:1');
  gateway.stream.cancel();
});

test('a stream that dies with requests in flight hurts nobody', async () => {
  await using n = await node();
  const dying = n.gateway();
  const request = pb.PutRequest.encode({ key: bytes('from the dead'), value: pair.value }).finish();
  for (let i = 0; i < 50; i++) dying.ask(Method.PUT, request);
  const { store } = n.replica.machine;
  const before = store.currentRevision;
  await n.group.until('they are on their way', () => store.currentRevision > before);
  dying.stream.cancel();
  const put = await n.call(Method.PUT, pb.PutRequest, pair, pb.PutResponse);
  assert.ok(Number(put.header?.revision) > before);
  assert.deepEqual(n.group.members[0]?.fatal, []);
});

test('a stop answers what waits and ends the streams', async () => {
  await using n = await node();
  const gateway = n.gateway();
  await n.group.until('it is there', () => gateway.states.length > 0);
  // Nothing is applied any more, so the write stays in flight.
  n.replica.machine.apply = () => {
    throw new Error('not reached');
  };
  const stop = n.replica.stop();
  const id = gateway.ask(Method.PUT, pb.PutRequest.encode(pair).finish());
  await stop;
  await n.group.until('it is answered', () => gateway.answers.has(id));
  const { code, message } = gateway.answers.get(id) as Answer;
  assert.deepEqual([code, message], [GrpcCode.unavailable, 'etcdserver: server stopped']);
  n.submit.close();
  await n.group.until('the stream ends', () => gateway.end);
  assert.equal(gateway.end, 'ended');
});

test('while auth is on nobody gets an answer but to what needs no name, and nothing changes', async () => {
  await using n = await node();
  await n.call(Method.PUT, pb.PutRequest, pair, pb.PutResponse);
  const add = { name: 'root', password: 'secret' };
  await n.call(Method.USER_ADD, pb.AuthUserAddRequest, add, pb.AuthUserAddResponse);
  const role = { user: 'root', role: 'root' };
  await n.call(Method.USER_GRANT_ROLE, pb.AuthUserGrantRoleRequest, role, pb.AuthUserAddResponse);
  await n.call(Method.AUTH_ENABLE, pb.AuthEnableRequest, {}, pb.AuthEnableResponse);
  const { store, auth } = n.replica.machine;
  const before = [store.currentRevision, auth.revision];
  // What a key or a name would be, in any message that has one.
  const request = { key: bytes('k'), name: 'x', keys: true };
  const codec = {
    encode: () => ({ finish: () => Uint8Array.from([0x0a, 1, 0x6b]) }),
  };
  const open: number[] = [
    Method.AUTH_STATUS,
    Method.OWN_ALARMS,
    Method.OWN_MEMBERS,
    // Says that it is nobody.
    Method.WHO_AM_I,
  ];
  const methods = Object.values(Method).filter((method) => typeof method === 'number');
  for (const method of methods) {
    const answer = open.includes(method)
      ? await n.refusal(method, pb.AuthStatusRequest, {})
      : await n.refusal(method, codec, request);
    if (open.includes(method)) assert.equal(answer, '0 ', `method ${method}`);
    else assert.notEqual(answer, '0 ', `method ${method}`);
  }
  assert.deepEqual([store.currentRevision, auth.revision], before);
});

test('a login is answered with a token, and a wrong one with one text whatever is wrong', async () => {
  await using n = await node();
  const ask = (name: string, password: string): Promise<string> =>
    n.refusal(Method.AUTHENTICATE, pb.AuthenticateRequest, { name, password });
  assert.match(await ask('root', 'secret'), /^9 .*authentication is not enabled$/);
  const add = { name: 'root', password: 'secret' };
  await n.call(Method.USER_ADD, pb.AuthUserAddRequest, add, pb.AuthUserAddResponse);
  const role = { user: 'root', role: 'root' };
  await n.call(Method.USER_GRANT_ROLE, pb.AuthUserGrantRoleRequest, role, pb.AuthUserAddResponse);
  await n.call(Method.AUTH_ENABLE, pb.AuthEnableRequest, {}, pb.AuthEnableResponse);
  const failed = '3 etcdserver: authentication failed, invalid user ID or password';
  assert.equal(await ask('root', 'wrong'), failed);
  assert.equal(await ask('nobody', 'secret'), failed);
  const { token } = await n.call(
    Method.AUTHENTICATE,
    pb.AuthenticateRequest,
    { name: 'root', password: 'secret' },
    pb.AuthenticateResponse,
  );
  assert.match(token, /^[A-Za-z]{16}\.\d+$/);
});
