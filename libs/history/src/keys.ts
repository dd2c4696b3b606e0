import type { KeyRange } from './types.ts';

/** etcd's "no upper end". */
const noEnd = '\0';

export function inRange(key: string, { key: start, rangeEnd }: KeyRange): boolean {
  if (rangeEnd === '') return key === start;
  return key >= start && (rangeEnd === noEnd || key < rangeEnd);
}

/** Ascending, as etcd lists keys. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
