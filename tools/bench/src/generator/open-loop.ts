import { Arrivals, tickMs } from './arrivals.ts';
import { startPacer } from './pacer.ts';
import { Recorder } from './recorder.ts';
import { percentile } from '../load/percentile.ts';
import type { Schedule, UnarySlot } from './unary-slot.ts';

export interface OpenLoopResult {
  readonly recorder: Recorder;
  readonly seconds: number;
  /** How late requests for which a slot was free were sent: the generator's own part of the times. */
  readonly latenessP99Ms: number;
}

/** Sends requests at a fixed rate; those that find no free slot wait, and their time counts. */
export async function runOpenLoop(
  slots: readonly UnarySlot[],
  ratePerSecond: number,
  requests: number,
): Promise<OpenLoopResult> {
  const started = Promise.withResolvers<void>();
  const { promise, resolve } = Promise.withResolvers<void>();
  let onTick: () => void = started.resolve;
  // The pacer's thread takes a while to start, which is not the server's fault.
  await using stack = new AsyncDisposableStack();
  stack.use(startPacer(tickMs, () => onTick()));
  await started.promise;
  const recorder = new Recorder(requests);
  const free = [...slots];
  const latenessMs = new Float64Array(requests);
  let punctual = 0;
  const startMs = performance.now() + tickMs;
  const arrivals = new Arrivals(startMs, ratePerSecond, requests);
  const schedule: Schedule = {
    recorder,
    onFree: (slot) => {
      const dueMs = arrivals.take(performance.now());
      if (dueMs === undefined) free.push(slot);
      else slot.send(schedule, dueMs);
      if (recorder.finished === requests) resolve();
    },
  };
  const sendDue = (): void => {
    for (let slot = free.shift(); slot !== undefined; slot = free.shift()) {
      const nowMs = performance.now();
      const dueMs = arrivals.take(nowMs);
      if (dueMs === undefined) {
        free.unshift(slot);
        return;
      }
      latenessMs[punctual++] = nowMs - dueMs;
      slot.send(schedule, dueMs);
    }
  };
  onTick = sendDue;
  await promise;
  return {
    recorder,
    seconds: (performance.now() - startMs) / 1_000,
    latenessP99Ms: punctual === 0 ? 0 : percentile(latenessMs.subarray(0, punctual).sort(), 99),
  };
}
