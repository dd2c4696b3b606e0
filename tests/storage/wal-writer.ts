// A program that appends to a log for as long as it lives, to be killed, or as many batches as its
// second argument says. It prints what was acknowledged: "appended <last index>".
import { createWal, nodeFileSystem, openWal, walExists, type Wal } from '@cairn/wal';
import { entrySizes } from './batches.ts';

const [directory, batchesMax = 'Infinity'] = process.argv.slice(2) as [string, string?];
process.on('SIGXFSZ', () => undefined);

const options = { fileSystem: nodeFileSystem, directory, segmentBytes: 262_144, sync: true };
let wal: Wal;
let last = 0;
let marker = 0;
if (await walExists(nodeFileSystem, directory)) {
  const opened = await openWal(options);
  wal = opened.wal;
  marker = opened.recovery.marker.index;
  last = opened.recovery.entries.at(-1)?.index ?? marker;
} else {
  wal = await createWal({ ...options, metadata: new Uint8Array([1, 2, 3]) });
}
try {
  for (let batches = 0; batches < Number(batchesMax); batches++) {
    const entries = entrySizes(last + 1).map((size, i) => {
      const index = last + 1 + i;
      return { index, term: 1, type: 0, data: new Uint8Array(size).fill(index) };
    });
    const hardState = { term: 1, vote: 1n, commit: last };
    await wal.append({ entries, hardState, mustSync: true });
    last += entries.length;
    process.stdout.write(`appended ${last}\n`);
    if (last - marker > 600) {
      marker = last - 100;
      await wal.saveMarker({ index: marker, term: 1, confState: new Uint8Array(0) });
      await wal.releaseBefore(marker);
    }
    // The blocking calls never let the loop turn; the pipe to the parent needs that.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
} catch (error) {
  process.stdout.write(`failed ${String((error as Error).cause)}\n`);
}
