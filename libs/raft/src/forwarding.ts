// Requests that only the leader can take, sent on by a member that does not lead.
//
// A proposal is bound to the term it is sent in: only the leader of that term takes it, and nobody
// passes it on, and it takes each message once (see forwarded-proposals.ts). So once a member has applied an entry of a later term, a proposal of its own that has
// not been applied by then never will be (every later entry has a later term), and it may propose it
// again without the risk of doing it twice.
import type { MemberId } from '@cairn/core';
import { entryBytes } from './entry-ring.ts';
import type { ProposalNumber, ProposalNumbers } from './forwarded-proposals.ts';
import type { Proposal } from './leadership.ts';
import type { MemberState } from './member-state.ts';
import { EntryType, MessageType } from './types.ts';
import type { Entry, Message } from './types.ts';

/** In messages of limited size. */
export function forwardProposals(
  state: MemberState,
  leader: MemberId,
  proposals: readonly Proposal[],
  numbers: ProposalNumbers,
): 'forwarded' | 'noLeader' {
  if (leader === 0n) return 'noLeader';
  const { outbox, options, term } = state;
  const send = (entries: readonly Entry[]): void => {
    const { life, count } = numbers.next();
    outbox.send(MessageType.propose, leader, { term, entries, context: life, index: count });
  };
  let entries: Entry[] = [];
  let bytes = 0;
  for (const { type, data } of proposals) {
    const entry = { index: 0, term: 0, type, data };
    bytes += entryBytes(entry);
    if (bytes > options.entriesBytesPerMessageMax && entries.length > 0) {
      send(entries);
      entries = [];
      bytes = entryBytes(entry);
    }
    entries.push(entry);
  }
  if (entries.length > 0) send(entries);
  return 'forwarded';
}

/** Undefined in a message of a version that did not number them. */
export function proposalNumber({ context, index }: Message): ProposalNumber | undefined {
  return index === 0 ? undefined : { life: context, count: index };
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
