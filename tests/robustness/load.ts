// Clients that go on whatever happens to the cluster: some know one member, some all of them.
import { setTimeout as delay } from 'node:timers/promises';
import { SeededRandom } from '@cairn/core';
import type { ClusterMember } from '../kit/index.ts';
import type { LogWatcher } from './log-watcher.ts';
import { RecordingClient } from './recorder.ts';
import type { Recording } from './recorder.ts';
import type { Actor, Traffic } from './traffic/traffic.ts';
import { WatchLoop } from './watch-loop.ts';

const clientsPerMember = 2;
const clientsOfAll = 2;
const watchersPerMember = 2;
const watchersOfAll = 2;
const timeoutMs = 1_000;
/** After a failed turn, so that a dead member is not asked in a busy loop. */
const pauseAfterFailureMs = 20;
const compactionPauseMs = 1_000;

export interface LoadOptions {
  readonly members: readonly ClusterMember[];
  readonly traffic: Traffic;
  readonly recording: Recording;
  readonly log: LogWatcher;
  readonly seed: number;
  /** Between two turns of one client. */
  readonly pauseMs: number;
}

export class Load {
  readonly #options: LoadOptions;
  readonly #watchers: readonly WatchLoop[];
  readonly #workers: readonly Promise<void>[];
  #uniqueCount = 0;
  #stopping = false;

  constructor(options: LoadOptions) {
    this.#options = options;
    const { members } = options;
    const groups = [
      ...members.flatMap((member) => Array.from({ length: clientsPerMember }, () => [member])),
      ...Array.from({ length: clientsOfAll }, () => members),
    ];
    this.#workers = [
      ...groups.map((group, number) => this.#work(group, `client-${number + 1}`, number)),
      this.#compact(),
    ];
    this.#watchers = this.#startWatchers();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#workers, ...this.#watchers.map((watcher) => watcher.stop())]);
  }

  #startWatchers(): readonly WatchLoop[] {
    const { members, traffic, recording, seed } = this.#options;
    const groups = [
      ...members.flatMap((member) => Array.from({ length: watchersPerMember }, () => [member])),
      ...Array.from({ length: watchersOfAll }, () => members),
    ];
    return groups.map((group, number) => {
      const name = `watcher-${number + 1}`;
      const random = new SeededRandom(seed * 1_000 + 500 + number);
      const { prefix, keys } = traffic;
      return new WatchLoop({ name, recording, members: group, random, prefix, keys });
    });
  }

  async #work(members: readonly ClusterMember[], name: string, number: number): Promise<void> {
    const { recording, traffic, seed, pauseMs } = this.#options;
    using client = new RecordingClient(name, recording, members);
    const actor: Actor = {
      client,
      random: new SeededRandom(seed * 1_000 + number),
      timeoutMs,
      unique: () => `${name}/${++this.#uniqueCount}`,
      uniqueLease: () => BigInt(seed % 1_000_000) * 1_000_000n + BigInt(++this.#uniqueCount),
    };
    while (!this.#stopping) {
      await traffic.turn(actor);
      await delay(client.hasFailed ? Math.max(pauseMs, pauseAfterFailureMs) : pauseMs);
    }
  }

  /**
   * Compacts up to what the log watchers have, so that the log has no hole; and now and then asks for
   * a revision of the far future, which must be refused.
   */
  async #compact(): Promise<void> {
    const { members, recording, log, seed } = this.#options;
    using client = new RecordingClient('compactor', recording, members);
    const random = new SeededRandom(seed * 1_000 + 999);
    let compacted = 0;
    while (!this.#stopping) {
      await delay(compactionPauseMs);
      const newest = log.completeRevision;
      if (newest <= compacted + 1) continue;
      const isFuture = random.nextBelow(20) === 0;
      const past = compacted + 1 + random.nextBelow(newest - compacted);
      const revision = isFuture ? newest + 1_000_000 : past;
      const answer = await client.do({ type: 'compact', revision }, timeoutMs);
      if (answer !== undefined) compacted = Math.max(compacted, revision);
    }
  }
}
