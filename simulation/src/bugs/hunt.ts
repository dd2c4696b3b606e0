// How many seeds it takes until a deliberate bug is noticed, and by whom.
import { noTweaks } from '../cluster/tweaks.ts';
import { runSeed } from '../run-seed.ts';
import { SafetyViolation } from '../world/world.ts';
import type { Bug } from './bug.ts';

export interface Caught {
  readonly seed: number;
  /** Up to and with the one that caught it. */
  readonly seeds: number;
  /** The checker, or the product's own assertion. */
  readonly by: string;
  readonly message: string;
}

/** Undefined: nobody has noticed. */
export async function hunt(bug: Bug, from: number, count: number): Promise<Caught | undefined> {
  for (let seed = from; seed < from + count; seed++) {
    const { violation } = await runSeed({
      seed,
      tweaks: { ...noTweaks, ...bug.tweaks() },
      ...(bug.settings === undefined ? {} : { settings: bug.settings }),
    });
    if (violation === undefined) continue;
    const by = violation instanceof SafetyViolation ? violation.checker : 'the member itself';
    return { seed, seeds: seed - from + 1, by, message: violation.message };
  }
  return undefined;
}
