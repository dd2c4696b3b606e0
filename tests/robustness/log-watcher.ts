// Writes down every change of the store from its first on: the log that everything else is held against.
//
// One such watcher follows each member, and what they were told is put together, so a member that is
// down leaves no hole. A store that tells its watchers a consistent lie is not caught here but by its
// clients: every acknowledged write, every read and every revision must be explained by this log.
import { setTimeout as delay } from 'node:timers/promises';
import type { Change, WatchEvent } from '@cairn/history';
import { RpcError, until } from '../kit/index.ts';
import type { ClusterMember, Received } from '../kit/index.ts';
import { number, toWatchEvent } from './requests.ts';

const pollMs = 200;
const reconnectDelayMs = 100;
/** The first revision that can change anything. */
const firstRevision = 2;

export class LogWatcher {
  /** What no watch of everything may be told. */
  readonly mistakes: string[] = [];
  readonly #events = new Map<number, Map<string, WatchEvent>>();
  readonly #seen: number[];
  readonly #running: Promise<unknown>;
  #stopping = false;

  constructor(members: readonly ClusterMember[]) {
    this.#seen = members.map(() => firstRevision - 1);
    this.#running = Promise.all(members.map((member, index) => this.#follow(member, index)));
  }

  /** Everything up to here was told completely by somebody; it may be compacted. */
  get completeRevision(): number {
    return Math.max(...this.#seen);
  }

  /** Resolves when every member has told everything up to `revision`. */
  async untilAllTold(revision: number): Promise<void> {
    await until(
      `all members have told of revision ${revision}`,
      () => this.#seen.every((seen) => seen >= revision),
      { timeoutMs: 60_000 },
    );
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  changes(): readonly Change[] {
    return [...this.#events]
      .toSorted(([a], [b]) => a - b)
      .map(([revision, events]) => ({ revision, events: [...events.values()] }));
  }

  async #follow(member: ClusterMember, index: number): Promise<void> {
    using client = member.connect();
    while (!this.#stopping) {
      using stream = client.openStream('Watch');
      stream.send({
        create_request: {
          key: '\0',
          range_end: '\0',
          start_revision: (this.#seen[index] ?? 0) + 1,
          progress_notify: true,
        },
      });
      try {
        while (!this.#stopping) {
          const message = await stream.poll(pollMs);
          if (message === undefined) stream.send({ progress_request: {} });
          else if (message.canceled) {
            this.#skipCompacted(index, number(message.compact_revision));
            break;
          } else this.#take(member, index, message);
        }
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
      }
      await delay(reconnectDelayMs);
    }
  }

  /** What is compacted here was told by another member, or it would not have been compacted. */
  #skipCompacted(index: number, compactRevision: number): void {
    this.#seen[index] = Math.max(this.#seen[index] ?? 0, compactRevision - 1);
  }

  #take(member: ClusterMember, index: number, message: Received<'Watch'>): void {
    const events = message.events.map(toWatchEvent);
    for (const event of events) {
      const { key, modRevision } = event.kv;
      let ofRevision = this.#events.get(modRevision);
      if (ofRevision === undefined) this.#events.set(modRevision, (ofRevision = new Map()));
      if (!ofRevision.has(key)) ofRevision.set(key, event);
    }
    if (message.created) return;
    const told = events.map(({ kv }) => kv.modRevision);
    const isProgress = told.length === 0;
    for (const revision of isProgress ? [number(message.header?.revision)] : new Set(told)) {
      this.#reach(member.name, index, revision, isProgress);
    }
  }

  /**
   * Every revision changes something, so this watcher is told of each, once. Progress may be behind,
   * where a member has just started again, but never ahead.
   */
  #reach(name: string, index: number, revision: number, isProgress: boolean): void {
    const seen = this.#seen[index] ?? 0;
    const isNext = isProgress ? revision <= seen : revision === seen + 1;
    if (!isNext) {
      const what = isProgress ? 'of progress at' : 'of';
      this.mistakes.push(
        `a watch of everything at ${name} was told ${what} revision ${revision} after ${seen}`,
      );
    }
    this.#seen[index] = Math.max(seen, revision);
  }
}
