import type { Settings } from '../cluster/settings.ts';
import type { MemberTweaks } from '../cluster/tweaks.ts';

/** Something that must not be done, done on purpose: the test of those who should notice. */
export interface Bug {
  readonly name: string;
  /** What is done wrong. */
  readonly what: string;
  /** Made anew for each run. */
  readonly tweaks: () => Partial<MemberTweaks>;
  /** What a run must have for the bug to be possible at all. */
  readonly settings?: Partial<Settings>;
}
