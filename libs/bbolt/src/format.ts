// The numbers of the file format, version 2, as bbolt (and boltdb before it) writes it. A file is an
// array of pages of one size; every number is little-endian. A page starts with a header of 16 bytes:
//
//     id u64 · flags u16 · count u16 · overflow u32
//
// `overflow` says how many pages after this one belong to it. Two meta pages (0 and 1) name the root
// bucket's page, the freelist's page and the number of pages; the valid one with the higher
// transaction id counts. Positions of keys in a page are relative to their own table row.

export const magic = 0xed0cdaed;
export const formatVersion = 2;

export const pageHeaderBytes = 16;
/** Row of the table in a branch page: pos u32, key size u32, child u64. */
export const branchRowBytes = 16;
/** Row of the table in a leaf page: flags u32, pos u32, key size u32, value size u32. */
export const leafRowBytes = 16;
/** What a bucket's value starts with: root page u64 (0: the page follows inline), sequence u64. */
export const bucketHeaderBytes = 16;

export const PageFlag = { branch: 0x01, leaf: 0x02, meta: 0x04, freelist: 0x10 } as const;
export const bucketRowFlag = 0x01;

/** In place of the freelist's page: there is none, and free pages are found by walking the trees. */
export const noFreelist: bigint = 0xffff_ffff_ffff_ffffn;
/** As a count of a freelist page: the real count is the first number after the header. */
export const countFollows = 0xffff;

/** Metas come before every other page. */
export const firstPageAfterMetas = 2;

export const pageBytesDefault = 4096;
export const pageBytesMin = 1024;
export const pageBytesMax = 65_536;
/** bbolt's own limit. */
export const keyBytesMax = 32_768;
/** bbolt takes up to 2 GiB. A value is held in memory as a whole here, so this is a bound of memory. */
export const valueBytesMax: number = 256 * 1024 * 1024;
/** Of a page with its overflow, when reading: larger ones are taken for damage before memory is spent. */
export const pageRunBytesMax: number = 2 * valueBytesMax;

/** A tree of two children a page and 2^64 pages is not deeper. */
export const treeDepthMax = 64;
