export interface CorruptBackendDetails {
  readonly file: string;
  /** Where in the file, in bytes, if it is one place. */
  readonly offset?: number;
  readonly problem: string;
  readonly advice?: string;
  readonly cause?: unknown;
}

const defaultAdvice =
  'Nothing was changed. Keep a copy of the directory, check the disk, and bring this member back ' +
  'as a new one (remove it from the cluster, empty its data directory, add it again); with a single ' +
  'member, restore a snapshot.';

/** The store on disk is not one that this program left behind, however it was interrupted. */
export class CorruptBackendError extends Error {
  override readonly name = 'CorruptBackendError';
  readonly file: string;
  readonly offset: number;
  readonly problem: string;
  readonly advice: string;

  constructor(details: CorruptBackendDetails) {
    const advice = details.advice ?? defaultAdvice;
    super(`${details.file}, offset ${details.offset ?? 0}: ${details.problem}. ${advice}`, {
      cause: details.cause,
    });
    this.file = details.file;
    this.offset = details.offset ?? 0;
    this.problem = details.problem;
    this.advice = advice;
  }
}
