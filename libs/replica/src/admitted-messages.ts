// What is taken from other members. A snapshot comes with its state, or not at all. And every member
// stops at an entry that it cannot read, and again after every restart; so a peer that has gone mad must
// not get one into the log. Its proposals are looked at here, while they are only a message: then the
// peer's mistake costs nobody anything.
import { AssertionFailure } from '@cairn/core';
import { EntryType, MessageType, decodeConfChange } from '@cairn/raft';
import type { Entry, Message } from '@cairn/raft';
import { RequestKind, decodeRequest } from './request-codec.ts';

/** What is neither is Raft's own business. */
export function isAdmitted(message: Message): boolean {
  if (message.type === MessageType.snapshot) return false;
  if (message.type !== MessageType.propose) return true;
  try {
    return message.entries.every(isRequest);
  } catch (error) {
    if (error instanceof AssertionFailure) return false;
    throw error;
  }
}

/** @throws AssertionFailure */
function isRequest({ type, data }: Entry): boolean {
  if (type === EntryType.confChange) {
    const change = decodeConfChange(data);
    // Leaving a joint configuration is proposed by the leader itself.
    if (change.kind === 'leaveJoint') return false;
    return decodeRequest(change.context).kind === RequestKind.membersChange;
  }
  decodeRequest(data);
  return type === EntryType.normal;
}
