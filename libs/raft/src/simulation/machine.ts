import type { LogIndex } from '@cairn/core';
import type { ConfState, Entry } from '../types.ts';

/** A state machine that remembers all entries ever applied to it. A value: applying makes a new one. */
export interface Machine {
  readonly index: LogIndex;
  readonly confState: ConfState;
  readonly history: readonly Entry[];
}
