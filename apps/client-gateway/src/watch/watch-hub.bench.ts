// What a delivery costs, without a network: `node src/watch/watch-hub.bench.ts`.
import { mvccpb } from '@cairn/proto';
import { stateView } from '../testing/support.ts';
import { StoredEvent } from './event-batch.ts';
import type { KeyRange } from './key-range.ts';
import { WatchHub } from './watch-hub.ts';
import type { EventsMessage } from './watch-response.ts';
import type { WatchSession } from './watch-session.ts';
import { Watcher } from './watcher.ts';

const value = Buffer.alloc(256, 'v');

interface Measured {
  readonly name: string;
  readonly deliveries: number;
  readonly elapsedMs: number;
}

function measure(
  name: string,
  ranges: readonly KeyRange[],
  keyOf: (i: number) => string,
): Measured {
  let deliveries = 0;
  let bytes = 0;
  const session = {
    sendEvents: (watcher: Watcher, message: EventsMessage) => {
      bytes += message.forWatcher(watcher.options.id).length;
      deliveries += 1;
    },
  } as unknown as WatchSession;
  const hub = new WatchHub({ state: stateView(), catchUp: () => {} });
  hub.restart(1);
  for (const range of ranges) {
    const options = { prevKv: false, noPut: false, noDelete: false, fragment: false };
    const position = { startRevision: 2, progressRevision: 1, compactRevision: -1 };
    hub.admit(
      new Watcher(session, { id: 0n, range, progressNotify: false, ...options, ...position }),
    );
  }
  const batches = 10_000;
  const records = Array.from({ length: batches }, (_, i) =>
    mvccpb.KeyValue.encode({ key: Buffer.from(keyOf(i)), mod_revision: i + 2, value }).finish(),
  );
  const startMs = performance.now();
  for (const [i, record] of records.entries()) {
    hub.deliver({
      firstRevision: i + 2,
      lastRevision: i + 2,
      compactRevision: -1,
      events: [new StoredEvent(false, record, new Uint8Array(0))],
      isOmitted: false,
      isCompacted: false,
    });
  }
  if (bytes === 0) throw new Error('nothing was delivered');
  return { name, deliveries, elapsedMs: performance.now() - startMs };
}

const oneRange: KeyRange = { kind: 'between', key: 'a', end: 'b' };
const manyRanges = Array.from({ length: 10_000 }, (_, i): KeyRange => {
  const key = `p${String(i).padStart(5, '0')}/`;
  return { kind: 'between', key, end: `${key.slice(0, -1)}0` };
});

const oneRangeThousandTimes = Array.from({ length: 1_000 }, () => oneRange);
const manyKeys = manyRanges.map(({ key }): KeyRange => ({ kind: 'one', key }));
const spread = (i: number): string => `p${String((i * 7) % 10_000).padStart(5, '0')}/`;

// The first round warms up.
for (const round of [1, 2]) {
  const results = [
    measure('1,000 watchers of one range', oneRangeThousandTimes, () => 'a/key'),
    measure('10,000 watchers of as many ranges', manyRanges, (i) => `${spread(i)}key`),
    measure('10,000 watchers of as many keys', manyKeys, spread),
  ];
  for (const { name, deliveries, elapsedMs } of round === 1 ? [] : results) {
    const perSecond = Math.round(deliveries / (elapsedMs / 1_000)).toLocaleString('en');
    const each = ((elapsedMs * 1_000) / deliveries).toFixed(2);
    process.stdout.write(`${name}: ${perSecond} deliveries/s, ${each} µs each\n`);
  }
}
