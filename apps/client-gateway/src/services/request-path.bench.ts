// What a unary request costs in the gateway besides the public listener and the socket to the
// raft-node: counting, the link, both codecs. `node src/services/request-path.bench.ts [per turn]`.
//
// The raft-node is a stream in this process that answers each batch in the next turn. It has the
// bytes of its answer ready and only writes the ids into them, which it knows to count up from 1.
import { EventEmitter } from 'node:events';
import type { UnaryCall, UnaryHandler } from '@cairn/edge';
import { cairn, etcdserverpb } from '@cairn/proto';
import type { Codec, RpcClient, RpcMethod } from '@cairn/rpc';
import { kvService } from '../kv/service.ts';
import { GatewayMetrics } from '../metrics.ts';
import { NodeLink } from '../node/node-link.ts';
import { silentLogger, stateView, systemClock } from '../testing/support.ts';
import { toEdgeServices } from './edge-services.ts';

const perTurn = Number(process.argv[2] ?? 20);
const turns = Math.ceil(400_000 / perTurn);
const key = Buffer.from('bench/key/0001');
const request = etcdserverpb.RangeRequest.encode({ key }).finish();
const response = etcdserverpb.RangeResponse.encode({
  header: { cluster_id: 77, member_id: 7, revision: 1_000_000, raft_term: 3 },
  kvs: [{ key, value: Buffer.alloc(256, 'v'), create_revision: 2, mod_revision: 2, version: 1 }],
  count: 1,
}).finish();

/** An id of five bytes: the shortest encoding is usual and not required. */
const longId = 0xffff_ffff;
const encodedLongId = Buffer.from([0x08, 0xff, 0xff, 0xff, 0xff, 0x0f]);

/** The client's side of a Submit stream. */
class TemplateStream extends EventEmitter {
  readonly #method: RpcMethod<Codec, Codec>;
  #nextId = 1;

  constructor(method: RpcMethod<Codec, Codec>) {
    super();
    this.#method = method;
    const first = cairn.v1.SubmitResults.encode({ state: { leader_id: 1 } }).finish();
    setImmediate(() => this.emit('data', method.responseDeserialize(Buffer.from(first))));
  }

  write(batch: unknown): boolean {
    this.#method.requestSerialize(batch);
    const answer = this.#answer();
    setImmediate(() => this.emit('data', this.#method.responseDeserialize(answer)));
    return true;
  }

  cancel(): void {}

  #answer(): Buffer {
    const answer = Buffer.from(template);
    for (const position of idPositions) {
      let id = this.#nextId++;
      for (let i = 0; i < 4; i++, id >>>= 7) answer[position + i] = (id & 0x7f) | 0x80;
      answer[position + 4] = id;
    }
    return answer;
  }
}

const template = Buffer.from(
  cairn.v1.SubmitResults.encode({
    results: Array.from({ length: perTurn }, () => ({ id: longId, response })),
  }).finish(),
);
const idPositions: number[] = [];
for (let at = template.indexOf(encodedLongId); at >= 0;) {
  idPositions.push(at + 1);
  at = template.indexOf(encodedLongId, at + encodedLongId.length);
}

const progress = { answered: 0 };

class Call implements UnaryCall {
  readonly path = '/etcdserverpb.KV/Range';
  readonly metadata: ReadonlyMap<string, string> = new Map();
  readonly deadlineMs = undefined;
  readonly peerAddress = 'bench';
  readonly signal: AbortSignal = neverAborted;

  respond(message: Uint8Array): void {
    if (message.length !== response.length) throw new Error('not the answer');
    progress.answered += 1;
  }

  respondParts(): void {
    throw new Error('the answer was not in parts');
  }

  beginResponse(): void {
    throw new Error('the answer was not in parts');
  }

  respondPart(): void {
    throw new Error('the answer was not in parts');
  }

  fail(code: number, message: string): void {
    throw new Error(`${code}: ${message}`);
  }
}

const neverAborted = new AbortController().signal;
const metrics = new GatewayMetrics();
const link = new NodeLink({
  client: {
    address: 'bench',
    openBidi: (method: RpcMethod<Codec, Codec>) => new TemplateStream(method),
  } as unknown as RpcClient,
  clock: systemClock,
  requestTimeoutMs: 7_000,
  logger: silentLogger,
  metrics: metrics.link,
});
const leader = { hasLeader: stateView().hasLeader, onLost: () => () => {} };
const { unary } = toEdgeServices([kvService(link, 1_572_864)], {
  leader,
  node: stateView(),
  traffic: metrics.traffic,
  clients: metrics.clients,
  register: (counters) => metrics.register(counters),
});
const handle = unary.get('/etcdserverpb.KV/Range') as UnaryHandler;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
// The first round warms up.
for (const round of [1, 2, 3, 4]) {
  const before = process.cpuUsage();
  progress.answered = 0;
  for (let i = 0; i < turns; i++) {
    const call = new Call();
    for (let j = 0; j < perTurn; j++) handle(request, call);
    while (progress.answered < (i + 1) * perTurn) await turn();
  }
  const { user, system } = process.cpuUsage(before);
  const each = (user + system) / (turns * perTurn);
  if (round > 1) process.stdout.write(`${perTurn} in a turn: ${each.toFixed(2)} µs each\n`);
}
link.close();
