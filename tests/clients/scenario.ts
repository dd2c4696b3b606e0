// A scenario is what a client does, step by step. It is played on Cairn and on a real etcd that both begin
// empty, and what came of every step is compared: so a scenario never says what the right answer is.
import assert from 'node:assert/strict';
import { startPair } from '../conformance/conform.ts';
import type { Pair } from '../conformance/conform.ts';
import { findTool, newerEtcd, toolPath } from '../kit/index.ts';
import type { SingleServer } from '../kit/index.ts';

export interface Entry {
  readonly step: string;
  /** Without what may differ between two correct servers. */
  readonly result: unknown;
}

export type Scenario = (server: SingleServer) => Promise<readonly Entry[]>;

/** Cairn beside the newest etcd that there is: the more recent, the fewer its differences. */
export function startScenarioPair(flags: readonly string[] = []): Promise<Pair> {
  return startPair({ etcd: newerEtcd() ?? findTool('etcd') ?? toolPath('etcd'), flags });
}

/** Plays it on both; answers what both said. */
export async function comparePlays(pair: Pair, scenario: Scenario): Promise<readonly Entry[]> {
  const [mine, theirs] = await Promise.all([scenario(pair.subject), scenario(pair.oracle)]);
  for (const [index, { step, result }] of theirs.entries()) {
    assert.deepEqual(mine[index]?.result, result, step);
  }
  assert.deepEqual(mine, theirs);
  return mine;
}

/** Notes the steps of a scenario that is written in TypeScript. */
export class Notes {
  readonly entries: Entry[] = [];

  take(step: string, result: unknown): void {
    this.entries.push({ step, result });
  }
}
