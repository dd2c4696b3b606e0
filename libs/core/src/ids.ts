// Branded types: a revision passed where a log index is wanted is a compile error.
declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]?: Name };

/** Unsigned 64-bit. 0n means "none". */
export type MemberId = Branded<bigint, 'MemberId'>;
/** Unsigned 64-bit. */
export type ClusterId = Branded<bigint, 'ClusterId'>;
/** Signed 64-bit, any value but 0n; 0n means "none". */
export type LeaseId = Branded<bigint, 'LeaseId'>;
/** Raft term, from 1; 0 before the first election. */
export type Term = Branded<number, 'Term'>;
/** Position in the Raft log, from 1; 0 means "before the first entry". */
export type LogIndex = Branded<number, 'LogIndex'>;
/** Main revision of the store, from 1 (the empty store). */
export type Revision = Branded<number, 'Revision'>;
