// A watcher like those that clients have, session after session: from revisions of the past and of the
// future, from now, or from where the one before ended; with and without previous records and filters.
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@cairn/core';
import type { WatchRequest } from '@cairn/history';
import type { ClusterMember } from '../kit/index.ts';
import type { Recording } from './recorder.ts';
import { endOfPrefix, pick } from './traffic/traffic.ts';
import { recordWatch } from './watch-session.ts';

const reconnectDelayMs = 50;
const sessionMsMin = 1_000;
const sessionMsMax = 8_000;
/** How far before and after the newest known revision a watch may begin. */
const startOffsetMax = 100;

export interface WatchLoopOptions {
  readonly name: string;
  readonly recording: Recording;
  readonly members: readonly ClusterMember[];
  readonly random: Random;
  /** Keys from which one range or one key is watched. */
  readonly prefix: string;
  readonly keys: readonly string[];
}

export class WatchLoop {
  readonly #options: WatchLoopOptions;
  readonly #running: Promise<void>;
  /** The highest revision this watcher has seen anywhere. */
  #revision = 1;
  #resumeAt = 0;
  #stopping = false;

  constructor(options: WatchLoopOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const { members, random } = this.#options;
    while (!this.#stopping) {
      await this.#session(pick(random, members));
      await delay(reconnectDelayMs);
    }
  }

  #draw(): WatchRequest {
    const { random, prefix, keys } = this.#options;
    const key = random.nextBelow(4) === 0 ? keys[random.nextBelow(keys.length)] : undefined;
    return {
      key: key ?? prefix,
      rangeEnd: key === undefined ? endOfPrefix(prefix) : '',
      startRevision: this.#drawStart(),
      prevKv: random.nextBelow(2) === 0,
      noPut: random.nextBelow(10) === 0,
      noDelete: random.nextBelow(10) === 0,
      progressNotify: random.nextBelow(2) === 0,
      fragment: random.nextBelow(2) === 0,
    };
  }

  #drawStart(): number {
    const { random } = this.#options;
    const kind = random.nextBelow(4);
    if (kind === 0) return 0;
    if (kind === 1 && this.#resumeAt > 0) return this.#resumeAt;
    const offset = random.nextBelow(2 * startOffsetMax + 1) - startOffsetMax;
    return Math.max(1, this.#revision + offset);
  }

  async #session(member: ClusterMember): Promise<void> {
    const { recording, name, random } = this.#options;
    const lengthMs = sessionMsMin + random.nextBelow(sessionMsMax - sessionMsMin);
    const { responses } = await recordWatch({
      recording,
      name,
      member,
      request: this.#draw(),
      isOver: () => this.#stopping,
      timeoutMs: lengthMs,
    });
    for (const response of responses) {
      this.#revision = Math.max(this.#revision, response.revision);
      if (response.kind !== 'events' || response.fragment) continue;
      this.#resumeAt = (response.events.at(-1)?.kv.modRevision ?? 0) + 1;
    }
  }
}
