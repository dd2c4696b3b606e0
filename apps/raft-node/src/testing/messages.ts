import { MessageType } from '@cairn/raft';
import type { Message } from '@cairn/raft';

/** A heartbeat unless said otherwise. */
export function message(fields: Partial<Message>): Message {
  return {
    type: MessageType.heartbeat,
    to: 2n,
    from: 1n,
    term: 1,
    logTerm: 0,
    index: 0,
    commit: 0,
    entries: [],
    reject: false,
    rejectHint: 0,
    context: 0,
    snapshot: undefined,
    ...fields,
  };
}
