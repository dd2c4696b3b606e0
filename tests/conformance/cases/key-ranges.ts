// Ranges of keys at the places where they go wrong: the first key, a key and its continuation, keys that end
// in the highest byte, ends below and at the key, the end that means no end.
import { everything, txn } from '../steps.ts';
import type { Step } from '../case.ts';

/** In order, as bytes. */
export const storedKeys = ['\0', 'a', 'a\0', 'b', 'b/1', 'c', '\xff', '\xff\xff'] as const;

export const rangeEnds = ['', '\0', 'a', 'a\0', 'b', 'c', '\xff', '\xff\xff\xff'] as const;

/** Each stored key with itself as its value, in one revision. */
export const putStoredKeys: Step = txn({
  success: storedKeys.map((key) => ({ request_put: { key, value: key } })),
});

/** The stored keys in the range. */
export function keysWithin(key: string, rangeEnd: string): readonly string[] {
  return storedKeys.filter((stored) => {
    if (rangeEnd === '') return stored === key;
    return stored >= key && (rangeEnd === everything || stored < rangeEnd);
  });
}

/** For names of cases: `a`, `a\x00`, `\xff\xff`. */
export function shown(key: string): string {
  return Array.from(key, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code > 0x20 && code < 0x7f ? char : `\\x${code.toString(16).padStart(2, '0')}`;
  }).join('');
}
