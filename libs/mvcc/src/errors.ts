/** The revision asked for is older than the compact revision. */
export class CompactedError extends Error {
  override readonly name = 'CompactedError';
  readonly revision: number;
  readonly compactRevision: number;

  constructor(revision: number, compactRevision: number) {
    super(`revision ${revision} has been compacted (compact revision ${compactRevision})`);
    this.revision = revision;
    this.compactRevision = compactRevision;
  }
}

/** The revision asked for has not been written yet. */
export class FutureRevisionError extends Error {
  override readonly name = 'FutureRevisionError';
  readonly revision: number;
  readonly currentRevision: number;

  constructor(revision: number, currentRevision: number) {
    super(`revision ${revision} is in the future (current revision ${currentRevision})`);
    this.revision = revision;
    this.currentRevision = currentRevision;
  }
}

/** Stored bytes that no store of ours or etcd's writes. The member must not go on with them. */
export class MalformedRecordError extends Error {
  override readonly name = 'MalformedRecordError';
}
