// A program that writes batches into a store for as long as it lives, to be killed. Batch n puts ten
// records of its own, moves a counter to n, and deletes a record of batch n - 5. It prints what is
// durable: "flushed <index>".
import { openLmdbBackend, Table } from '@cairn/backend';
import { batchWrites } from './batches.ts';

const [directory] = process.argv.slice(2) as [string];
// A file-size limit, in the place of a full disk, shall make writes fail instead of ending the process.
process.on('SIGXFSZ', () => undefined);

const backend = await openLmdbBackend({ directory, flushIntervalMs: 2, flushWritesMax: 300 });
backend.onFlushError((error) => {
  process.stdout.write(`failed ${error.message}\n`);
});
let reported = backend.flushed.index;
for (let index = backend.applied.index + 1; ; index++) {
  for (const [name, value] of batchWrites(index)) {
    const key = new TextEncoder().encode(name);
    if (value === undefined) backend.delete(Table.key, key);
    else backend.put(Table.key, key, new TextEncoder().encode(value));
  }
  backend.commit({ index, term: 1 });
  if (index % 20 !== 0 && backend.pendingBytes() < 2_000_000) continue;
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  if (backend.flushed.index === reported) continue;
  reported = backend.flushed.index;
  process.stdout.write(`flushed ${reported}\n`);
}
