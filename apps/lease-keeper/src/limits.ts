// Every bound and every pace of the keeper, with the relations between them asserted at load.
import { assert } from '@cairn/core';
import { leaseLimits } from '@cairn/lease';

export const limits: {
  readonly revokesPerMessageMax: number;
  readonly checkpointsPerMessageMax: number;
  readonly checkpointsPerSecondMax: number;
  /** Keep-alives of all gateways that wait for something. */
  readonly waitingMax: number;
  readonly queriesInFlightMax: number;
  /** Pings go out this many times per authority window. */
  readonly pingsPerWindow: number;
  /** Without authority for this many windows, other raft-nodes are asked as well. */
  readonly windowsBeforeSearch: number;
  readonly tickMs: number;
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
} = {
  revokesPerMessageMax: 500,
  checkpointsPerMessageMax: 1_000,
  checkpointsPerSecondMax: 1_000,
  waitingMax: 100_000,
  queriesInFlightMax: 1_000,
  pingsPerWindow: 3,
  windowsBeforeSearch: 2,
  tickMs: 100,
  retryMinMs: 50,
  retryMaxMs: 500,
};

assert(
  limits.revokesPerMessageMax <= leaseLimits.revokesPerSecondMax,
  'one message must not carry more revokes than a second may',
);
assert(limits.pingsPerWindow >= 2, 'one lost ping must not cost the authority');
assert(limits.retryMinMs <= limits.retryMaxMs, 'retries back off, they do not speed up');
