export interface BoltFormatProblem {
  /** Where in the file, in bytes. */
  readonly offset: number;
  /** The page that is wrong, if the place belongs to one. */
  readonly pageId?: number;
  readonly problem: string;
}

/** The file is not what bbolt writes: damaged, cut short, or something else altogether. */
export class BoltFormatError extends Error {
  override readonly name = 'BoltFormatError';
  readonly offset: number;
  readonly pageId: number | undefined;
  readonly problem: string;

  constructor({ offset, pageId, problem }: BoltFormatProblem) {
    const page = pageId === undefined ? '' : `page ${pageId}, `;
    super(`bbolt file, ${page}offset ${offset}: ${problem}`);
    this.offset = offset;
    this.pageId = pageId;
    this.problem = problem;
  }
}
