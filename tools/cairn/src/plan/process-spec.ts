/** One process of a member: what to run and how to end it. */
export interface ProcessSpec {
  /** In log prefixes and messages: `raft-node`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Behind them at the first start only, and not when it is started again after its death. */
  readonly firstStartArgs?: readonly string[];
  /** Socket files it listens on. A process that was killed leaves them, and they block the next one. */
  readonly socketFiles: readonly string[];
  /** Time for a clean end before it is killed. */
  readonly stopTimeoutMs: number;
  /** Whether a member that cannot keep this running must stop. */
  readonly isEssential: boolean;
  /** Lines that say nothing to the operator are left out of the log. */
  readonly noise?: RegExp;
}
