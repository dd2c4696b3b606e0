// Run by hand: `node --expose-gc src/store.bench.ts [keys]`. Prints what a put, a range, a restart and
// a compaction cost with records in memory, and the memory per key. Decides leafKeysMax.
import process from 'node:process';
import { SeededRandom, fromByteString } from '@cairn/core';
import { KeyIndex } from './key-index.ts';
import { MemoryRecords } from './memory-records.ts';
import { openStore } from './store.ts';
import type { RangeQuery, Store } from './types.ts';

const count = Number(process.argv[2] ?? 100_000);
const random = new SeededRandom(1);

/** CPU time of this thread: a neighbour on the machine does not count. */
function measure(what: string, operations: number, run: (i: number) => void): void {
  const start = process.threadCpuUsage();
  for (let i = 0; i < operations; i++) run(i);
  const { user, system } = process.threadCpuUsage(start);
  const each = (user + system) / operations;
  process.stdout.write(`${what.padEnd(46)} ${each.toFixed(2).padStart(9)} µs\n`);
}

function memoryInUse(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const names = Array.from(
  { length: count },
  (_, i) => `/registry/pods/ns-${random.nextBelow(50)}/pod-${random.nextUint32()}-${i}`,
);
const keys = names.map((name) => fromByteString(name));
const noKey = new Uint8Array(0);
const value = new Uint8Array(256).fill(120);
const single: RangeQuery = {
  key: Uint8Array.of(0),
  rangeEnd: new Uint8Array(0),
  limit: 0,
  revision: 0,
  sortOrder: 0,
  sortTarget: 0,
  keysOnly: false,
  countOnly: false,
  minModRevision: 0,
  maxModRevision: 0,
  minCreateRevision: 0,
  maxCreateRevision: 0,
};
const all: RangeQuery = { ...single, rangeEnd: Uint8Array.of(0) };

function keyAt(i: number): Uint8Array {
  return keys[i % count] ?? noKey;
}

function benchIndex(): void {
  const before = memoryInUse();
  const index = new KeyIndex();
  // Fresh strings, as they come from requests.
  measure('index: insert', count, (i) => {
    index.append(Buffer.from(keyAt(i)).toString('latin1'), i + 2, 0, false);
  });
  const each = (memoryInUse() - before) / count;
  process.stdout.write(
    `index: memory per key ${' '.repeat(24)} ${each.toFixed(0).padStart(9)} B\n`,
  );
  measure('index: get', count, () => {
    index.head(Buffer.from(keyAt(random.nextBelow(count))).toString('latin1'));
  });
  const range = { from: '', to: undefined };
  measure('index: count everything', 1000, () => index.count(range, count + 2));
  measure('index: collect everything', 50, () => index.collect(range, count + 2, Infinity));
  const visits = 1_000_000_000;
  const budget = { removalsLeft: 1 };
  measure('index: compact with nothing dead', 1000, () =>
    index.trim('', count + 2, visits, budget, () => undefined),
  );
}

function compactAll(store: Store): void {
  while (!store.compactStep(1000));
}

function benchStore(): void {
  const records = new MemoryRecords();
  const store = openStore(records);
  const put = (i: number): void => {
    const writer = store.beginWrite();
    writer.put(keyAt(i), value, 0n);
    writer.end();
  };
  measure('store: put, new key', count, put);
  measure('store: put, old key', count, () => put(random.nextBelow(count)));
  const bare = new MemoryRecords();
  const scratch = new Uint8Array(17);
  const words = new DataView(scratch.buffer);
  measure('  of which: the record table alone', count, (i) => {
    words.setUint32(4, i);
    bare.put(scratch, value);
    bare.get(scratch);
  });
  measure('store: range of one key', count, () =>
    store.range({ ...single, key: keyAt(random.nextBelow(count)) }),
  );
  const limit = 500;
  measure('store: range, limit 500, with count', 100, () => store.range({ ...all, limit }));
  measure('store: the same half the history ago', 100, () =>
    store.range({ ...all, limit, revision: Math.floor(count * 1.5) }),
  );
  measure('store: history, 1,000 events', 100, (i) =>
    store.history(count + 1 + i, count + 1000 + i, 1e9),
  );
  measure('store: restore, per record', 2 * count, (i) => i === 0 && openStore(records));
  measure('store: hash, per record', 2 * count, (i) => i === 0 && store.hashKv(0));
  store.compact(store.currentRevision);
  const stored = records.size;
  measure('store: compact, per removed record', count, (i) => i === 0 && compactAll(store));
  process.stdout.write(`removed ${stored - records.size} of ${stored} records\n`);
}

benchIndex();
benchStore();
