/** LMDB's page. Part of the format: written into the file, and what `lmdb-file-check.ts` expects. */
export const pageBytes = 4096;

/** LMDB's limit for a key at this page size. Whoever lets users name records must check it. */
export const keyBytesMax = 1978;

/** Address space that is reserved for the file. LMDB maps more when the file needs it. */
export const defaultMapSizeBytes: number = 64 * 2 ** 30;
