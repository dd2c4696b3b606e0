// A recorded round as a file: what a failing run leaves behind for `--check`, with which a checker that
// was changed, or a person with a suspicion, looks at the same history again.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Change, History } from '@cairn/history';

export interface RecordedRound {
  readonly history: History;
  readonly changes: readonly Change[];
}

const bigintMark = /^(-?\d+)n$/u;

export function saveRound(file: string, { history, changes }: RecordedRound): void {
  const text = JSON.stringify({ history, changes }, (_, value: unknown) => {
    return typeof value === 'bigint' ? `${value}n` : value;
  });
  writeFileSync(file, text);
}

/** Lease ids are the only texts that end so: keys and values of our traffic do not. */
export function loadRound(file: string): RecordedRound {
  return JSON.parse(readFileSync(file, 'utf8'), (_, value: unknown) => {
    const digits = typeof value === 'string' ? bigintMark.exec(value)?.[1] : undefined;
    return digits === undefined ? value : BigInt(digits);
  }) as RecordedRound;
}
