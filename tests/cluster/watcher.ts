// A watcher as a careful client has it: when its stream ends it goes on at another member, at the
// revision after the last one it has seen. What it may rely on for that is what is tested.
import { setTimeout as delay } from 'node:timers/promises';
import { toByteString } from '@cairn/core';
import { mvccpb } from '@cairn/proto';
import { RpcError, until } from '../kit/index.ts';
import type { ClusterMember, Received } from '../kit/index.ts';
import type { ObservedEvent, WatchMessage, WatchRecord } from './observations.ts';

const pollMs = 200;
const reconnectDelayMs = 20;

type Session = { member: string; startRevision: number; messages: WatchMessage[] };

export class RecordingWatcher {
  readonly #members: readonly ClusterMember[];
  readonly #prefix: string;
  readonly #sessions: Session[] = [];
  readonly #running: Promise<void>;
  #lastRevision = 0;
  #stopping = false;

  /** @param first which member to start at */
  constructor(members: readonly ClusterMember[], prefix: string, first: number) {
    this.#members = members;
    this.#prefix = prefix;
    this.#running = this.#watch(first);
  }

  get record(): WatchRecord {
    return this.#sessions;
  }

  /** Resolves when everything up to `revision` was seen, as events or as progress. */
  async untilSeen(revision: number): Promise<void> {
    await until(`the watcher saw revision ${revision}`, () => this.#lastRevision >= revision);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  async #watch(first: number): Promise<void> {
    for (let number = first; !this.#stopping; number++) {
      const member = this.#members[number % this.#members.length];
      if (member === undefined) throw new Error('no members');
      await this.#session(member);
      await delay(reconnectDelayMs);
    }
  }

  async #session(member: ClusterMember): Promise<void> {
    const startRevision = this.#lastRevision + 1;
    const session: Session = { member: member.name, startRevision, messages: [] };
    this.#sessions.push(session);
    using client = member.connect();
    using stream = client.openStream('Watch');
    stream.send({
      create_request: {
        key: this.#prefix,
        range_end: endOfPrefix(this.#prefix),
        start_revision: startRevision,
        progress_notify: true,
      },
    });
    try {
      while (!this.#stopping) {
        const message = await stream.poll(pollMs);
        if (message === undefined) stream.send({ progress_request: {} });
        else this.#take(session, message);
      }
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
    }
  }

  #take(session: Session, message: Received<'Watch'>): void {
    if (message.canceled) throw new Error(`cancelled: ${message.cancel_reason}`);
    if (message.created) return;
    const events = message.events.map(toObserved);
    const headerRevision = Number(message.header?.revision);
    session.messages.push({ headerRevision, events });
    this.#lastRevision = Math.max(
      this.#lastRevision,
      events.length === 0 ? headerRevision : (events.at(-1)?.revision ?? 0),
    );
  }
}

/** Everything that ever happened under a prefix, as one member tells it. */
export async function readHistory(
  member: ClusterMember,
  prefix: string,
  lastRevision: number,
): Promise<readonly ObservedEvent[]> {
  using client = member.connect();
  using stream = client.openStream('Watch');
  stream.send({
    create_request: { key: prefix, range_end: endOfPrefix(prefix), start_revision: 1 },
  });
  const history: ObservedEvent[] = [];
  while ((history.at(-1)?.revision ?? 0) < lastRevision) {
    const message = await stream.next();
    if (message.canceled) throw new Error(`cancelled: ${message.cancel_reason}`);
    history.push(...message.events.map(toObserved));
  }
  return history;
}

/** The last character goes up by one: where the keys with this prefix end. */
export function endOfPrefix(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1);
  return prefix.slice(0, -1) + String.fromCharCode(last + 1);
}

function toObserved({ type, kv }: Received<'Watch'>['events'][number]): ObservedEvent {
  return {
    type: type === mvccpb.Event.EventType.DELETE ? 'delete' : 'put',
    key: toByteString(kv?.key ?? new Uint8Array()),
    value: toByteString(kv?.value ?? new Uint8Array()),
    revision: Number(kv?.mod_revision ?? 0),
  };
}
