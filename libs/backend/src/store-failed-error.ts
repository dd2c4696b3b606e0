/** What an operator can do about an error of the disk, by what the system calls it. */
const advice: readonly (readonly [RegExp, string])[] = [
  [/no space/i, 'The disk is full: make room on it, then start the member again.'],
  [/quota/i, 'The disk quota is used up: raise it or make room, then start the member again.'],
  [
    /too large/i,
    'The file may not grow: raise the limit (ulimit -f), then start the member again.',
  ],
  [
    /read-only/i,
    'The file system has become read-only: see why in the log of the kernel and check the disk.',
  ],
  [
    /input\/output|i\/o error/i,
    'The disk reports errors: check it, and replace it before this member is started again.',
  ],
];

const otherwise = 'Check the disk, then start the member again.';

/**
 * A transaction could not be written. It is not tried again: after a failed sync nobody knows what is on
 * disk. The log has everything that the store does not have, so the process can and has to end.
 */
export class StoreFailedError extends Error {
  override readonly name = 'StoreFailedError';

  constructor(file: string, reason: string, cause: unknown) {
    const known = advice.find(([pattern]) => pattern.test(reason));
    super(
      `LMDB could not write a transaction to ${file}: ${reason}. The write-ahead log has everything ` +
        `that was acknowledged. ${known?.[1] ?? otherwise}`,
      { cause },
    );
  }
}
