// What clients saw, as plain data that the guarantees are checked on. Times are of one clock, the
// test's; revisions are the server's.

/** A put that was answered. */
export interface AcknowledgedWrite {
  readonly key: string;
  readonly value: string;
  readonly revision: number;
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
}

/** A linearizable read that was answered, with the revision of the store that it saw. */
export interface AnsweredRead {
  readonly member: string;
  readonly revision: number;
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
}

export interface ObservedEvent {
  readonly type: 'put' | 'delete';
  readonly key: string;
  readonly value: string;
  readonly revision: number;
}

/** One message of a watch stream: events, or none and then a progress notification. */
export interface WatchMessage {
  readonly headerRevision: number;
  readonly events: readonly ObservedEvent[];
}

/** What came on one stream; a watcher whose stream breaks goes on with another one. */
export interface WatchSession {
  readonly member: string;
  readonly startRevision: number;
  readonly messages: readonly WatchMessage[];
}

/** All sessions of one watcher in their order. */
export type WatchRecord = readonly WatchSession[];

export function eventsOf(record: WatchRecord): readonly ObservedEvent[] {
  return record.flatMap(({ messages }) => messages.flatMap(({ events }) => events));
}
