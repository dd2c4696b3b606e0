// The layout of LMDB's pages: data version 2, little-endian, 64-bit (see `docs/data-files.md`).

export const pageHeaderBytes = 24;
export const nodeHeaderBytes = 8;
/** A tree without a page. */
export const noPage: bigint = 2n ** 64n - 1n;

export const pageKind = { branch: 0x01, leaf: 0x02, overflow: 0x04, meta: 0x08 } as const;
export const pageKindMask = 0x0f;
export const nodeFlag = { overflow: 0x01, tree: 0x02, duplicates: 0x04 } as const;

/** Where things are in a meta page. */
export const metaPage = {
  magic: 24,
  dataVersion: 28,
  freeTree: 48,
  mainTree: 96,
  lastPage: 144,
  transaction: 152,
} as const;

export interface Tree {
  readonly depth: number;
  readonly root: bigint;
  readonly branchPages: bigint;
  readonly leafPages: bigint;
  readonly overflowPages: bigint;
  readonly records: bigint;
}

/** A tree's description: flags and counts, then the page of its root. */
export function readTree(page: Buffer, at: number): Tree {
  return {
    depth: page.readUInt16LE(at + 6),
    branchPages: page.readBigUInt64LE(at + 8),
    leafPages: page.readBigUInt64LE(at + 16),
    overflowPages: page.readBigUInt64LE(at + 24),
    records: page.readBigUInt64LE(at + 32),
    root: page.readBigUInt64LE(at + 40),
  };
}
