// Every bound of the gateway in one place, with the relations that must hold between them. At a
// bound the caller gets etcd's own error, or pays by being slower; nobody else notices.
import { assert } from '@cairn/core';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** Requests submitted and not answered, of all clients together. */
export const requestsInFlightMax: number = 20_000;
/** The bytes of these requests. */
export const requestBytesInFlightMax: number = 256 * mebibyte;
/** One SubmitBatch; a batch holds at least one request whatever its size. */
export const submitBatchItemsMax: number = 1_024;
export const submitBatchBytesMax: number = mebibyte;
/** How often deadlines are looked at: an expired request is answered at most this late. */
export const deadlineSweepMs: number = 50;
/** Waiting before a broken stream is opened again, doubled from the first to the second value. */
export const reopenDelayMsMin: number = 20;
export const reopenDelayMsMax: number = 500;
/** Behind a Unix socket is a process of this member: the first requests wait for it to start. */
export const reopenDelayMsMaxLocal: number = 50;

/** What etcd's own gRPC server accepts beyond `--max-request-bytes`. */
export const requestOverheadBytes: number = 512 * kibibyte;

/** Largest answer to a unary call as JSON, as protobuf; the JSON is a third longer and more. */
export const jsonAnswerBytesMax: number = 64 * mebibyte;

/** Lease keep-alives asked and not answered, per client stream; more are not read until then. */
export const keepAlivesPerStreamMax: number = 1_024;
/** Keep-alives that gather while client connections are read, before they are asked at once. */
export const keepAliveBatchItemsMax: number = 64;
/** How long the primary lease-keeper is given before it is asked again. */
export const keeperRetryMs: number = 100;
/** How long after a revoke an answer that the lease is alive is not believed. */
export const revokedLeasesRememberedMs: number = 2_000;

/** Records of the first page of a streamed range, whose sizes nobody knows. */
export const rangePageRecordsFirst: number = 10;
/** Records of any page: what one read of the raft-node may come to is bounded by it. */
export const rangePageRecordsMax: number = 1_000;

/** What may wait in one watch stream for its client before its watchers go back to history. */
export const watchBufferBytesMax: number = mebibyte;
/** Requests of one watch stream waiting for their turn; more are not read until then. */
export const watchRequestsWaitingMax: number = 1_024;
/** Watchers of all streams together. */
export const watchersMax: number = 1_000_000;
/** Events kept in memory so that a watcher that is a little late needs no raft-node. */
export const recentEventsBytesMax: number = 64 * mebibyte;
export const recentEventsCountMax: number = 100_000;
/** Batches that came before a gap was filled. What does not fit is fetched again. */
export const heldBatchesBytesMax: number = 32 * mebibyte;
/** Live events put together into one response; a batch is never split for it. */
export const mergedEventsBytesMax: number = 256 * kibibyte;
/** Backfills for watchers running at once. */
export const backfillsMax: number = 8;
/** Recent events looked at for late watchers in one turn of the event loop. */
export const catchUpEventsPerTurnMax: number = 5_000;
/** Events of one catch-up response; a revision is never split for it. */
export const catchUpResponseBytesMax: number = 512 * kibibyte;
/** The same for a watcher that has its responses split into fragments anyway. */
export const catchUpFragmentedBytesMax: number = 4 * mebibyte;

/** Tokens whose users are remembered, for the audit log and for limits per user. */
export const rememberedTokensMax: number = 10_000;

/** Audit lines that wait for the disk. */
export const auditBufferBytesMax: number = 16 * mebibyte;
/** How long after a failed write the audit log is tried again. */
export const auditRetryMs: number = 1_000;
/** What an audit line says of one key, and how many ranges of one transaction. */
export const auditKeyBytesMax: number = 1_024;
export const auditRangesMax: number = 64;
/** What it says of an error. */
export const auditMessageBytesMax: number = 512;

assert(submitBatchBytesMax <= requestBytesInFlightMax, 'a batch is part of what is in flight');
assert(submitBatchItemsMax <= requestsInFlightMax, 'a batch is part of what is in flight');
assert(rangePageRecordsFirst <= rangePageRecordsMax, 'the first page is a page');
assert(catchUpResponseBytesMax <= watchBufferBytesMax, 'a catch-up response fits the buffer');
assert(mergedEventsBytesMax <= watchBufferBytesMax / 2, 'a response leaves room for another');
assert(
  2 * auditRangesMax * auditKeyBytesMax * 4 < auditBufferBytesMax / 2,
  'the longest audit line, all of it escaped, fits into what may wait',
);
assert(keeperRetryMs < revokedLeasesRememberedMs, 'a keeper is asked again before it is believed');
assert(
  reopenDelayMsMin <= reopenDelayMsMaxLocal && reopenDelayMsMaxLocal <= reopenDelayMsMax,
  'the delay grows',
);
