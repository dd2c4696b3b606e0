import { Recorder } from './recorder.ts';
import type { Schedule, UnarySlot } from './unary-slot.ts';

export interface ClosedLoopResult {
  readonly recorder: Recorder;
  readonly seconds: number;
}

/** Every slot sends its next request as soon as the last one is answered, `requests` in all. */
export function runClosedLoop(
  slots: readonly UnarySlot[],
  requests: number,
): Promise<ClosedLoopResult> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    const recorder = new Recorder(requests);
    let sent = 0;
    const schedule: Schedule = {
      recorder,
      onFree: (slot) => {
        if (sent < requests) {
          sent++;
          slot.send(schedule, performance.now());
        } else if (recorder.finished === requests) {
          resolve({ recorder, seconds: (performance.now() - startedMs) / 1_000 });
        }
      },
    };
    for (const slot of slots.slice(0, requests)) schedule.onFree(slot);
  });
}
