// What leaves with the next Ready: messages, and answers to reads of this member's own clients.
//
// A follower that takes several appends between two Readys owes one answer, not several: all of them
// become durable with the same sync, and the last one says everything the earlier ones say.
import type { LogIndex, MemberId, Term } from '@cairn/core';
import { noEntries } from './log.ts';
import { MessageType } from './types.ts';
import type { Entry, Message, ReadState, SnapshotMeta } from './types.ts';

/** The fields a message of one kind uses; the others are zero. */
export interface MessageFields {
  readonly term?: Term;
  readonly logTerm?: Term;
  readonly index?: LogIndex;
  readonly commit?: LogIndex;
  readonly entries?: readonly Entry[];
  readonly reject?: boolean;
  readonly rejectHint?: LogIndex;
  readonly context?: number;
  readonly snapshot?: SnapshotMeta;
}

export class Outbox {
  readonly #from: MemberId;
  #messages: Message[] = [];
  #readStates: ReadState[] = [];

  constructor(from: MemberId) {
    this.#from = from;
  }

  get hasMessages(): boolean {
    return this.#messages.length > 0;
  }

  get hasReadStates(): boolean {
    return this.#readStates.length > 0;
  }

  send(type: MessageType, to: MemberId, fields: MessageFields): void {
    const message: Message = {
      type,
      to,
      from: this.#from,
      term: fields.term ?? 0,
      logTerm: fields.logTerm ?? 0,
      index: fields.index ?? 0,
      commit: fields.commit ?? 0,
      entries: fields.entries ?? noEntries,
      reject: fields.reject ?? false,
      rejectHint: fields.rejectHint ?? 0,
      context: fields.context ?? 0,
      snapshot: fields.snapshot,
    };
    const previous = this.#messages.at(-1);
    if (previous !== undefined && saysMore(message, previous)) this.#messages.pop();
    this.#messages.push(message);
  }

  answerRead(context: number, index: LogIndex): void {
    this.#readStates.push({ context, index });
  }

  takeMessages(): readonly Message[] {
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }

  takeReadStates(): readonly ReadState[] {
    const readStates = this.#readStates;
    this.#readStates = [];
    return readStates;
  }
}

function saysMore(message: Message, previous: Message): boolean {
  return (
    message.type === MessageType.appendResponse &&
    previous.type === MessageType.appendResponse &&
    message.to === previous.to &&
    message.term === previous.term &&
    !message.reject &&
    !previous.reject &&
    message.index >= previous.index
  );
}
