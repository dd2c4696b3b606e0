import type { ProcessSpec } from '../plan/process-spec.ts';

export type ChildExit =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'not-started'; readonly error: Error };

/** A process that was started; `exited` resolves in every case, once. */
export interface RunningChild {
  readonly pid: number | undefined;
  readonly exited: Promise<ChildExit>;
  /** Asks for a clean end. */
  stop(): void;
  /** Ends it now, with everything it started. */
  kill(): void;
}

export type StartChild = (spec: ProcessSpec) => RunningChild;

/** Time as the supervisor sees it; tests bring their own. */
export interface SupervisorClock {
  nowMs(): number;
  /** @returns a function that cancels. */
  schedule(delayMs: number, action: () => void): () => void;
}

export function describeExit(exit: ChildExit): string {
  if (exit.kind === 'code') return `ended with exit code ${exit.code}`;
  if (exit.kind === 'signal') return `was ended by ${exit.signal}`;
  return `could not be started: ${exit.error.message}`;
}
