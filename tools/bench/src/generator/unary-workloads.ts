// Workloads of unary calls: as many as possible, at a fixed rate, or in the background of another.
import type { Figures } from '../figures.ts';
import { runClosedLoop } from './closed-loop.ts';
import { runOpenLoop } from './open-loop.ts';
import type { BackgroundPlan, ClosedLoopPlan, OpenLoopPlan, Workload } from './plan.ts';
import { Recorder } from './recorder.ts';
import { connectAll, makeSlots } from './slots.ts';
import type { Schedule, UnarySlot } from './unary-slot.ts';

type Three = [number, number, number];
type OnFailure = (error: Error) => void;

export async function prepareClosedLoop(
  plan: ClosedLoopPlan,
  onFailure: OnFailure,
): Promise<Workload> {
  const slots = await connectedSlots(plan, onFailure);
  await warmUp(slots, plan.warmUpRequests);
  return {
    run: async () => {
      const { recorder, seconds } = await runClosedLoop(slots, plan.requests);
      const [p50Ms, p99Ms] = recorder.percentilesMs([50, 99]) as [number, number];
      return { requestsPerSecond: plan.requests / seconds, p50Ms, p99Ms };
    },
  };
}

export async function prepareOpenLoop(plan: OpenLoopPlan, onFailure: OnFailure): Promise<Workload> {
  const slots = await connectedSlots(plan, onFailure);
  await warmUp(slots, plan.warmUpRequests);
  return {
    run: async () => {
      const result = await runOpenLoop(slots, plan.ratePerSecond, plan.requests);
      const [p50Ms, p99Ms, slowestMs] = result.recorder.percentilesMs([50, 99, 100]) as Three;
      const { latenessP99Ms, seconds } = result;
      const requestsPerSecond = plan.requests / seconds;
      return { requestsPerSecond, p50Ms, p99Ms, slowestMs, latenessP99Ms };
    },
  };
}

export async function prepareBackground(
  plan: BackgroundPlan,
  onFailure: OnFailure,
): Promise<Workload> {
  const slots = await connectedSlots(plan, onFailure);
  return { run: (stopped) => runUntil(stopped, slots) };
}

/** No request starts after the stop; what is in flight then is waited for. */
function runUntil(stopped: AbortSignal, slots: readonly UnarySlot[]): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const recorder = new Recorder(1_000_000);
    let busy = slots.length;
    const schedule: Schedule = {
      recorder,
      onFree: (slot) => {
        if (!stopped.aborted) {
          slot.send(schedule, performance.now());
          return;
        }
        if (--busy > 0) return;
        try {
          const [p50Ms, p99Ms] = recorder.percentilesMs([50, 99]) as [number, number];
          const seconds = (performance.now() - startedMs) / 1_000;
          resolve({ requestsPerSecond: recorder.finished / seconds, p50Ms, p99Ms });
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      },
    };
    for (const slot of slots) slot.send(schedule, startedMs);
  });
}

async function connectedSlots(
  plan: ClosedLoopPlan | OpenLoopPlan | BackgroundPlan,
  onFailure: OnFailure,
): Promise<readonly UnarySlot[]> {
  const connections = await connectAll(plan.endpoints, plan.connections, onFailure);
  return makeSlots(plan.request, connections, plan.streams);
}

async function warmUp(slots: readonly UnarySlot[], requests: number): Promise<void> {
  if (requests === 0) return;
  const { recorder } = await runClosedLoop(slots, requests);
  recorder.percentilesMs([]);
}
