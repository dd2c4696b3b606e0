// A thread that wakes the generator at a fixed rate. Node's timers are late by up to a millisecond, which
// is more than many a response time; a wait on shared memory is woken within some 60 µs. Spinning would
// be more exact and take one of the few cores away from the server.
import { parentPort, Worker, workerData } from 'node:worker_threads';

interface PacerPlan {
  readonly intervalMs: number;
}

if (parentPort !== null) {
  const { intervalMs } = workerData as PacerPlan;
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (let nextMs = performance.now() + intervalMs; ; nextMs += intervalMs) {
    Atomics.wait(never, 0, 0, Math.max(0, nextMs - performance.now()));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
    parentPort.postMessage(0);
  }
}

/** Calls `onTick` every `intervalMs` until the result is disposed of. */
export function startPacer(intervalMs: number, onTick: () => void): AsyncDisposable {
  const plan: PacerPlan = { intervalMs };
  const worker = new Worker(import.meta.filename, { workerData: plan });
  worker.on('message', onTick);
  return {
    [Symbol.asyncDispose]: async () => {
      await worker.terminate();
    },
  };
}
