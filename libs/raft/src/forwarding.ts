// Requests that only the leader can take, sent on by a member that does not lead.
//
// They belong to no term: whoever leads when they arrive takes them. A proposal may meet a member that
// has lost the leadership meanwhile and follow it on to the next one, but only a few times, so that two
// members with different ideas of the leader cannot send it to and fro.
import type { MemberId } from '@cairn/core';
import { entryBytes } from './entry-ring.ts';
import type { Proposal } from './leadership.ts';
import type { MemberState } from './member-state.ts';
import { EntryType, MessageType } from './types.ts';
import type { Entry, Message } from './types.ts';

/** A proposal that meets this many members which do not lead is dropped. */
const forwardHopsMax = 3;

/** In messages of limited size; they carry the number of members passed as their context. */
export function forwardProposals(
  state: MemberState,
  leader: MemberId,
  proposals: readonly Proposal[],
  hops: number,
): 'forwarded' | 'noLeader' {
  if (leader === 0n || hops >= forwardHopsMax) return 'noLeader';
  const { outbox, options } = state;
  let entries: Entry[] = [];
  let bytes = 0;
  for (const { type, data } of proposals) {
    const entry = { index: 0, term: 0, type, data };
    bytes += entryBytes(entry);
    if (bytes > options.entriesBytesPerMessageMax && entries.length > 0) {
      outbox.send(MessageType.propose, leader, { entries, context: hops });
      entries = [];
      bytes = entryBytes(entry);
    }
    entries.push(entry);
  }
  if (entries.length > 0) outbox.send(MessageType.propose, leader, { entries, context: hops });
  return 'forwarded';
}

/** The member to succeed the leader travels as eight bytes: no other field holds 64 bits. */
export function forwardTransfer(state: MemberState, leader: MemberId, to: MemberId): void {
  const data = new Uint8Array(8);
  new DataView(data.buffer).setBigUint64(0, to);
  const entries = [{ index: 0, term: 0, type: EntryType.normal, data }];
  state.outbox.send(MessageType.transferLeader, leader, { entries });
}

/** 0n, which is nobody, when the message names none. */
export function transferTarget(message: Message): MemberId {
  const data = message.entries[0]?.data;
  if (data === undefined || data.length !== 8) return 0n;
  return new DataView(data.buffer, data.byteOffset, data.length).getBigUint64(0);
}
