// Segments are named `wal-v1-<sequence>-<first index>.log`, both as 16 hexadecimal digits, so that
// names sort in order and a later format can live beside this one and be told apart from it.

export interface SegmentName {
  readonly file: string;
  readonly sequence: number;
  readonly firstIndex: number;
}

/** The segment that is being made; only a rename gives it its name. */
export const preparedName = 'wal-v1-next.tmp';

const pattern = /^wal-v1-([0-9a-f]{16})-([0-9a-f]{16})\.log$/;

const hex = (value: number): string => value.toString(16).padStart(16, '0');

export function segmentName(sequence: number, firstIndex: number): SegmentName {
  return { file: `wal-v1-${hex(sequence)}-${hex(firstIndex)}.log`, sequence, firstIndex };
}

export function parseSegmentName(file: string): SegmentName | undefined {
  const match = pattern.exec(file);
  if (match === null) return undefined;
  const [, sequence, firstIndex] = match as unknown as [string, string, string];
  return {
    file,
    sequence: Number.parseInt(sequence, 16),
    firstIndex: Number.parseInt(firstIndex, 16),
  };
}

/** A log file that a later version of this program wrote. */
export function isForeignVersion(file: string): boolean {
  return /^wal-v\d+-.*\.log$/.test(file) && !file.startsWith('wal-v1-');
}
