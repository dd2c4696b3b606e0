/** The source gave other entries when it was read for the second time. */
export class ChangedSourceError extends Error {
  override readonly name = 'ChangedSourceError';

  constructor() {
    super('the entries are not the ones whose sizes were told: the source changed in between');
  }
}
