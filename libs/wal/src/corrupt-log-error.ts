export interface CorruptLogDetails {
  readonly file: string;
  /** Where in the file, in bytes. */
  readonly offset: number;
  readonly problem: string;
  readonly advice?: string;
}

const defaultAdvice =
  'Nothing was changed. Keep a copy of the directory, check the disk, and bring this member back ' +
  'as a new one (remove it from the cluster, empty its data directory, add it again); with a single ' +
  'member, restore a snapshot.';

/**
 * The log holds something that a crash or a power cut cannot have left behind, so that going on
 * could lose acknowledged writes. Never repaired automatically.
 */
export class CorruptLogError extends Error {
  override readonly name = 'CorruptLogError';
  readonly file: string;
  readonly offset: number;
  readonly problem: string;
  readonly advice: string;

  constructor(details: CorruptLogDetails) {
    const advice = details.advice ?? defaultAdvice;
    super(`${details.file}, offset ${details.offset}: ${details.problem}. ${advice}`);
    this.file = details.file;
    this.offset = details.offset;
    this.problem = details.problem;
    this.advice = advice;
  }
}
