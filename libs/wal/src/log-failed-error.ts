/** What an operator can do about an error of the disk; undefined = nobody knows. */
const adviceFor: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room on it, then start the member again.',
  EDQUOT: 'The disk quota is used up: raise it or make room, then start the member again.',
  EFBIG: 'The file may not grow: raise the limit (ulimit -f), then start the member again.',
  EROFS:
    'The file system has become read-only: see why in the log of the kernel and check the disk.',
  EIO: 'The disk reports errors: check it, and replace it before this member is started again.',
};

const otherwise = 'Check the disk, then start the member again.';

/**
 * Writing the log failed. What of the last write is on disk is unknown, and so is whether an earlier
 * one that was never synced still is: nothing is tried again, and the process has to end. Whatever was
 * acknowledged before is there at the next start.
 */
export class LogFailedError extends Error {
  override readonly name = 'LogFailedError';

  constructor(directory: string, cause: unknown) {
    const { code, message } = toError(cause);
    const advice = adviceFor[code ?? ''] ?? otherwise;
    super(
      `the write-ahead log in ${directory} cannot be written: ${message}. Nothing was acknowledged ` +
        `that may be lost. ${advice}`,
      { cause },
    );
  }
}

function toError(cause: unknown): { readonly code?: string; readonly message: string } {
  return cause instanceof Error ? cause : { message: String(cause) };
}
