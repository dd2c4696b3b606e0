// Raft messages as protobuf fields and back, for messages inside others; those that travel between
// members by the thousand are encoded in peer-batch.ts. Member ids are 64-bit, everything else fits a
// number.
import { fromBigInt, toSafeNumber, toUnsignedBigInt } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import type { Entry, EntryType, Message, MessageType, SnapshotMeta } from '@cairn/raft';
import { confStateFields, confStateOf } from '@cairn/replica';

export function messageFields(message: Message): cairn.v1.RaftMessage.$Properties {
  return {
    type: message.type,
    to: fromBigInt(message.to, 'unsigned'),
    from: fromBigInt(message.from, 'unsigned'),
    term: message.term,
    log_term: message.logTerm,
    index: message.index,
    commit: message.commit,
    entries: message.entries as Entry[],
    reject: message.reject,
    reject_hint: message.rejectHint,
    context: message.context,
    ...(message.snapshot === undefined
      ? {}
      : {
          snapshot: {
            index: message.snapshot.index,
            term: message.snapshot.term,
            conf_state: confStateFields(message.snapshot.confState),
          },
        }),
  };
}

/** Throws (assert) when a number is out of range: the peer speaks something else. */
export function messageOf(fields: cairn.v1.RaftMessage.$Properties): Message {
  const message = fields as cairn.v1.RaftMessage;
  return {
    type: message.type as MessageType,
    to: toUnsignedBigInt(message.to),
    from: toUnsignedBigInt(message.from),
    term: toSafeNumber(message.term),
    logTerm: toSafeNumber(message.log_term),
    index: toSafeNumber(message.index),
    commit: toSafeNumber(message.commit),
    entries: (message.entries as cairn.v1.LogEntry[]).map((entry) => ({
      index: toSafeNumber(entry.index),
      term: toSafeNumber(entry.term),
      type: entry.type as EntryType,
      data: entry.data,
    })),
    reject: message.reject,
    rejectHint: toSafeNumber(message.reject_hint),
    context: toSafeNumber(message.context),
    snapshot: message.snapshot == null ? undefined : snapshotOf(message.snapshot),
  };
}

export function snapshotOf(fields: cairn.v1.SnapshotMeta.$Properties): SnapshotMeta {
  return {
    index: toSafeNumber(fields.index ?? 0),
    term: toSafeNumber(fields.term ?? 0),
    confState: confStateOf(fields.conf_state ?? {}),
  };
}
