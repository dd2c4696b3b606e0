// Seeds that have found something once, one per line with the reason; they are run before all others.
import { readFileSync } from 'node:fs';

export interface Regression {
  readonly seed: number;
  readonly reason: string;
}

export function loadRegressions(): readonly Regression[] {
  const path = new URL('../regressions.txt', import.meta.url);
  return parseRegressions(readFileSync(path, 'utf8'));
}

/** @throws Error for a line that is neither a comment nor a seed with its reason */
export function parseRegressions(text: string): readonly Regression[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [, seed, reason] = /^(\d+)\s+(\S.*)$/.exec(line) ?? [];
    if (seed === undefined || reason === undefined) throw new Error(`not a regression: ${line}`);
    return [{ seed: Number(seed), reason }];
  });
}
