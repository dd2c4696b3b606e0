// What many tests need: a clock, a silent logger, waiting for a condition.
import { setTimeout as sleep } from 'node:timers/promises';
import type { MonotonicClock } from '@cairn/core';
import { createLogger } from '@cairn/telemetry';
import type { Logger } from '@cairn/telemetry';
import { NodeStateView } from '../node/node-state.ts';
import type { NodeState } from '../node/node-state.ts';

export const systemClock: MonotonicClock = { nowMs: () => performance.now() };

export const silentLogger: Logger = createLogger({
  service: 'test',
  level: 'fatal',
  destination: { write: () => {} },
});

/** Waits for `condition`; the caller's test timeout ends a condition that never comes. */
export async function until(condition: () => boolean): Promise<void> {
  const patience = AbortSignal.timeout(20_000);
  while (!condition()) {
    if (patience.aborted) throw new Error(`never came true: ${condition.toString()}`);
    await sleep(2);
  }
}

/** Lets everything that is already due happen. */
export async function settle(turns = 6): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}

export const someState: NodeState = {
  clusterId: 0x1111n,
  memberId: 0x2222n,
  leaderId: 0x2222n,
  raftTerm: 3,
  appliedIndex: 10,
  revision: 1,
  compactRevision: -1,
  leaseEpoch: 0,
  keeperAddress: '',
  isLearner: false,
  isAuthEnabled: false,
};

export function stateView(changes: Partial<NodeState> = {}): NodeStateView {
  const view = new NodeStateView();
  view.update({ ...someState, ...changes });
  return view;
}
