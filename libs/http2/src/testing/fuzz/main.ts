// Fuzzes until told to stop: `npm run fuzz -w @cairn/http2 -- --minutes 10 --seed 1`. Header blocks and
// frames take turns. Prints what was done and the heap; fails at the first broken promise (the
// session is named and runs again alone by `--session`), or when the heap keeps growing.
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { parseArgs } from 'node:util';
import { runInNewContext } from 'node:vm';
import { fuzzHpack } from '../../hpack/testing/fuzz-hpack.ts';
import { fuzzConnection, fuzzSession, noFrames } from './fuzz-connection.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    session: { type: 'string' },
  },
});

/** Inputs between two lines of output. */
const frameInputs = 200_000;
const blockInputs = 50_000;
/** Growth of the heap, measured after a collection, from the first rounds to the last, that is a leak. */
const leakBytes = 16 * 1024 * 1024;
const warmRounds = 3;

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function fuzz(minutes: number, firstSeed: number): void {
  // A violation is an Error, and its stack costs more than the frames that led to it.
  Error.stackTraceLimit = 0;
  const end = performance.now() + minutes * 60_000;
  let warmBytes = 0;
  let inputs = 0;
  for (let round = 0; performance.now() < end || round <= warmRounds; round++) {
    const seed = firstSeed + round;
    const start = performance.now();
    const frames = fuzzConnection(seed, frameInputs);
    const blocks = fuzzHpack(seed, blockInputs);
    const seconds = (performance.now() - start) / 1000;
    inputs += frames.inputs + blockInputs;
    const heap = heapBytes();
    if (round === warmRounds) warmBytes = heap;
    process.stdout.write(
      `seed ${seed}: ${Math.round((frames.inputs + blockInputs) / seconds)} inputs/s, ` +
        `${inputs} in all, heap ${(heap / 1024 / 1024).toFixed(1)} MiB, ` +
        `${JSON.stringify(frames)}, ${JSON.stringify(blocks)}\n`,
    );
    if (round > warmRounds && heap > warmBytes + leakBytes) {
      throw new Error(`the heap grew from ${warmBytes} to ${heap} bytes`);
    }
  }
  process.stdout.write(`${inputs} inputs, nothing found\n`);
}

if (options.session === undefined) fuzz(Number(options.minutes), Number(options.seed));
else fuzzSession(Number(options.session), noFrames());
