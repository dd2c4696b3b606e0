// What a delivery costs without a network: from the bytes of an event batch, as they come from the
// bus, to the messages given to the edge: `node src/watch/watch-hub.bench.ts`.
import { setImmediate as turn } from 'node:timers/promises';
import { cairn, etcdserverpb, mvccpb } from '@cairn/proto';
import type { StreamCall } from '@cairn/edge';
import type { History } from '../node/history.ts';
import { silentLogger, stateView } from '../testing/support.ts';
import { CatchUp } from './catch-up.ts';
import { DeliveryTurn } from './delivery-turn.ts';
import { decodeEventBatch } from './event-batch.ts';
import { WatchHub } from './watch-hub.ts';
import { WatchSession } from './watch-session.ts';

const events = 20_000;
const value = Buffer.alloc(256, 'v');

interface Range {
  readonly key: string;
  readonly rangeEnd: string;
}

interface Load {
  readonly name: string;
  readonly ranges: readonly Range[];
  readonly sessions: number;
  readonly eventsPerBatch: number;
  readonly batchesPerTurn: number;
  readonly keyOf: (i: number) => string;
  readonly deliveries: number;
  /** undefined = no client is ever slow. */
  readonly waitingBytesMax?: number;
}

/** A client that reads what has come once a turn; in one turn it lets so much wait. */
class Reader implements StreamCall {
  readonly path = '/etcdserverpb.Watch/Watch';
  readonly metadata: ReadonlyMap<string, string> = new Map();
  readonly deadlineMs = undefined;
  readonly peerAddress = '';
  readonly signal: AbortSignal = new AbortController().signal;
  readonly #waitingBytesMax: number;
  bufferedBytes = 0;
  bytes = 0;
  #onMessage: (message: Uint8Array) => void = () => {};
  #onDrain: () => void = () => {};

  constructor(waitingBytesMax: number) {
    this.#waitingBytesMax = waitingBytesMax;
  }

  send(message: Uint8Array): boolean {
    this.bytes += message.length;
    this.bufferedBytes += message.length;
    return this.bufferedBytes <= this.#waitingBytesMax;
  }

  read(): void {
    if (this.bufferedBytes === 0) return;
    const wasFull = this.bufferedBytes > this.#waitingBytesMax;
    this.bufferedBytes = 0;
    if (wasFull) this.#onDrain();
  }

  write(message: Uint8Array): void {
    this.#onMessage(message);
  }

  onMessage(listener: (message: Uint8Array) => void): void {
    this.#onMessage = listener;
  }

  onDrain(listener: () => void): void {
    this.#onDrain = listener;
  }

  onEnd(): void {}
  onClose(): void {}
  pause(): void {}
  resume(): void {}
  end(): void {}
}

function readNothing(): never {
  throw new Error('the recent events have it all');
}
const noHistory: History = { backfill: readNothing, follow: readNothing };

interface Measured {
  readonly deliveries: number;
  /** Other processes share the machine, so elapsed time would say little. */
  readonly cpuMicroseconds: number;
}

async function measure(load: Load): Promise<Measured> {
  let deliveries = 0;
  const state = stateView();
  const hub: WatchHub = new WatchHub({ state, catchUp: (watcher) => catchUp.add(watcher) });
  const catchUp = new CatchUp({
    hub: () => hub,
    history: noHistory,
    logger: silentLogger,
    onBackfill: () => {},
  });
  hub.restart(1);
  const readers = Array.from({ length: load.sessions }, () => {
    const call = new Reader(load.waitingBytesMax ?? Infinity);
    const session = new WatchSession({
      call,
      onClosed: () => {},
      sessions: new Set(),
      hub,
      demand: { add: () => {}, remove: () => {} },
      opener: {
        open: (listener) => listener({ kind: 'open', revision: 1, compactRevision: -1 }),
        openFor: (_caller, _range, listener) =>
          listener({ kind: 'open', revision: 1, compactRevision: -1 }),
      },
      state,
      drop: () => {},
      metrics: {
        watcherCount: 0,
        watcherAdded: () => {},
        watchersRemoved: () => {},
        eventsSent: (count) => (deliveries += count),
        becameSlow: () => {},
      },
      progressIntervalMs: 600_000,
      fragmentBytesMax: 2_000_000,
    });
    return { call, session };
  });
  for (const [i, { key, rangeEnd }] of load.ranges.entries()) {
    const request = { key: Buffer.from(key), range_end: Buffer.from(rangeEnd) };
    const create = etcdserverpb.WatchRequest.encode({ create_request: request }).finish();
    readers[i % readers.length]?.call.write(create);
  }
  const batches = encodeBatches(load);
  const delivery = new DeliveryTurn((batch) => hub.deliver(batch));
  const start = process.cpuUsage();
  for (const [i, bytes] of batches.entries()) {
    delivery.push(decodeEventBatch(cairn.v1.EventBatch.decode(bytes)));
    if (i % load.batchesPerTurn !== 0) continue;
    await turn();
    for (const { call } of readers) call.read();
  }
  while (deliveries < load.deliveries) {
    await turn();
    for (const { call } of readers) call.read();
  }
  const { user, system } = process.cpuUsage(start);
  if (readers.some(({ call }) => call.bytes === 0)) throw new Error('nothing was delivered');
  return { deliveries, cpuMicroseconds: user + system };
}

function encodeBatches({ eventsPerBatch, keyOf }: Load): Uint8Array[] {
  return Array.from({ length: events / eventsPerBatch }, (_, batch) => {
    const first = batch * eventsPerBatch;
    return cairn.v1.EventBatch.encode({
      first_revision: first + 2,
      last_revision: first + 1 + eventsPerBatch,
      compact_revision: -1,
      events: Array.from({ length: eventsPerBatch }, (__, i) => ({
        kv: mvccpb.KeyValue.encode({
          key: Buffer.from(keyOf(first + i)),
          create_revision: 2,
          mod_revision: first + i + 2,
          version: first + i + 1,
          value,
        }).finish(),
      })),
    }).finish();
  });
}

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

const prefix = (i: number): string => `p${String(i % 10_000).padStart(5, '0')}/`;
const oneRange = { key: 'a/', rangeEnd: 'a0' };
const manyRanges = times(10_000, (i) => ({
  key: prefix(i),
  rangeEnd: `${prefix(i).slice(0, -1)}0`,
}));
const manyKeys = times(10_000, (i) => ({ key: prefix(i), rangeEnd: '' }));
const inOneRange = (i: number): string => `a/${i % 100}`;

const loads: readonly Load[] = [
  {
    name: '1,000 watchers of one range on 10 streams, 1 event a batch',
    ranges: times(1_000, () => oneRange),
    sessions: 10,
    eventsPerBatch: 1,
    batchesPerTurn: 1,
    keyOf: inOneRange,
    deliveries: events * 1_000,
  },
  {
    name: '1,000 watchers of one range on 10 streams, 20 events a batch',
    ranges: times(1_000, () => oneRange),
    sessions: 10,
    eventsPerBatch: 20,
    batchesPerTurn: 1,
    keyOf: inOneRange,
    deliveries: events * 1_000,
  },
  {
    name: 'the same, but 20 batches of 1 event come in one turn',
    ranges: times(1_000, () => oneRange),
    sessions: 10,
    eventsPerBatch: 1,
    batchesPerTurn: 20,
    keyOf: inOneRange,
    deliveries: events * 1_000,
  },
  {
    name: 'the same, and the clients are slow',
    ranges: times(1_000, () => oneRange),
    sessions: 10,
    eventsPerBatch: 1,
    batchesPerTurn: 20,
    keyOf: inOneRange,
    deliveries: events * 1_000,
    waitingBytesMax: 512 * 1024,
  },
  {
    name: '1,000 watchers of one range on 1,000 streams, 1 event a batch',
    ranges: times(1_000, () => oneRange),
    sessions: 1_000,
    eventsPerBatch: 1,
    batchesPerTurn: 1,
    keyOf: inOneRange,
    deliveries: events * 1_000,
  },
  {
    name: '10,000 watchers of as many ranges',
    ranges: manyRanges,
    sessions: 100,
    eventsPerBatch: 1,
    batchesPerTurn: 1,
    keyOf: (i) => `${prefix(i * 7)}key`,
    deliveries: events,
  },
  {
    name: '10,000 watchers of as many keys',
    ranges: manyKeys,
    sessions: 100,
    eventsPerBatch: 1,
    batchesPerTurn: 1,
    keyOf: (i) => prefix(i * 7),
    deliveries: events,
  },
];

for (const load of loads) {
  await measure(load); // warms up
  const { deliveries, cpuMicroseconds } = await measure(load);
  const perSecond = Math.round((deliveries * 1_000_000) / cpuMicroseconds).toLocaleString('en');
  const each = (cpuMicroseconds / deliveries).toFixed(3);
  process.stdout.write(`${load.name}: ${perSecond} deliveries per CPU second, ${each} µs each\n`);
}
