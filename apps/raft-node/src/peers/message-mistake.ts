// What no member would send, though it can be read. Raft rests on what it is told and asserts it, so a
// peer that is broken, or no peer at all, could stop every member that listens to it; and a proposal
// that no member can apply would stop all of them for good once it is committed.
//
// Only what a message says by itself is looked at. Whether the sender is a member cannot be: a member
// that was away for long does not know those who were added meanwhile, one of whom may lead.
import type { MemberId } from '@cairn/core';
import { EntryType, MessageType, decodeConfChange } from '@cairn/raft';
import type { Entry, Message } from '@cairn/raft';
import { decodeRequest } from '@cairn/replica';

const knownTypes: ReadonlySet<number> = new Set(Object.values(MessageType));

/** What is wrong with a message from `peer` to `self`; undefined = a member may have sent it. */
export function messageMistake(
  message: Message,
  peer: MemberId,
  self: MemberId,
): string | undefined {
  const { type, from, to, entries } = message;
  if (!knownTypes.has(type)) return `a message of unknown type ${type}`;
  if (from !== peer || to !== self) {
    return `a message from ${from.toString(16)} to ${to.toString(16)} on a stream from ${peer.toString(16)} to ${self.toString(16)}`;
  }
  if (type === MessageType.appendRequest) return appendMistake(message);
  if (type === MessageType.propose) return proposalMistake(entries);
  return undefined;
}

/** Entries follow each other and what is said to be before them, in no later term than their leader's. */
function appendMistake({ index, logTerm, term, entries }: Message): string | undefined {
  let lastIndex = index;
  let lastTerm = logTerm;
  for (const entry of entries) {
    const fits = entry.index === lastIndex + 1 && entry.term >= lastTerm && isEntryType(entry.type);
    if (!fits) {
      return `entry ${entry.index} of term ${entry.term} and type ${entry.type} after entry ${lastIndex} of term ${lastTerm}`;
    }
    lastIndex = entry.index;
    lastTerm = entry.term;
  }
  if (lastTerm <= term) return undefined;
  return `an entry of term ${lastTerm} from a leader of term ${term}`;
}

function proposalMistake(entries: readonly Entry[]): string | undefined {
  for (const { type, data } of entries) {
    if (!isEntryType(type)) return `a proposal of type ${type}`;
    try {
      decodeRequest(type === EntryType.confChange ? decodeConfChange(data).context : data);
    } catch (error) {
      return `a proposal that is no request: ${String(error)}`;
    }
  }
  return undefined;
}

function isEntryType(type: number): boolean {
  return type === EntryType.normal || type === EntryType.confChange;
}
