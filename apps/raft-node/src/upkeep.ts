// What a member does besides requests, by the clock: keeps its store within the quota, compacts history
// and compares itself with the others.
import type { ClusterId } from '@cairn/core';
import type { Replica } from '@cairn/replica';
import type { Handler } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import type { ClientTls } from '@cairn/tls';
import { startAutoCompaction } from './compaction/auto-compaction.ts';
import { storeOfReplica } from './compaction/replica-compaction.ts';
import { parseRetention } from './compaction/retention.ts';
import { quotaBytesOf } from './config.ts';
import type { RaftNodeConfig } from './config.ts';
import { CompactionHashes } from './corruption/compaction-hashes.ts';
import { CorruptionCheck } from './corruption/corruption-check.ts';
import { hashKvHandler } from './corruption/hash-kv-handler.ts';
import { HashReporter } from './corruption/hash-reporter.ts';
import { checkBeforeServing } from './corruption/initial-check.ts';
import { askPeers } from './corruption/peer-hashes.ts';
import type { AskHashes } from './corruption/peer-hashes.ts';
import type { StoreHasher } from './corruption/store-hasher.ts';
import { AutoDisarm } from './quota/auto-disarm.ts';
import { Quota } from './quota/quota.ts';
import type { Timers } from './timers.ts';

export interface UpkeepOptions {
  readonly config: RaftNodeConfig;
  readonly replica: Replica;
  readonly hasher: StoreHasher;
  readonly timers: Timers;
  readonly logger: Logger;
  /** For peers at https URLs. */
  readonly peerTls?: ClientTls | undefined;
}

/** More makes a start and a new member take long; etcd warns of it, too. */
const quotaAdvisedBytesMax = 8 * 1024 * 1024 * 1024;

export class Upkeep {
  readonly quota: Quota;
  /** Answers Peer.HashKv. */
  readonly hashKv: Handler;
  readonly #options: UpkeepOptions;
  readonly #reporter: HashReporter;
  readonly #ask: AskHashes;
  #stops: readonly (() => void)[] = [];

  constructor(options: UpkeepOptions) {
    this.#options = options;
    const { config, replica, hasher, logger, peerTls: tls } = options;
    const quotaBytes = quotaBytesOf(config);
    if (quotaBytes > quotaAdvisedBytesMax) {
      logger.warn({ quotaBytes, quotaAdvisedBytesMax }, 'the quota is larger than is advised');
    }
    this.quota = new Quota({ replica, logger, quotaBytes });
    const compactions = config.compactHashCheckEnabled
      ? new CompactionHashes({ replica, hasher, logger })
      : undefined;
    this.#reporter = new HashReporter({ replica, hasher, compactions });
    const clusterId: ClusterId = replica.clusterId;
    this.hashKv = hashKvHandler(clusterId, this.#reporter);
    this.#ask = askPeers({
      clusterId,
      self: replica.memberId,
      members: () => replica.machine.members,
      logger,
      tls,
    });
  }

  /** @throws DoNotRestartError when this member holds other data than the others; the reason of `signal` */
  async checkBeforeServing(signal: AbortSignal): Promise<void> {
    const { config, replica, hasher, logger } = this.#options;
    if (!config.initialCorruptCheck) return;
    await checkBeforeServing({ replica, hasher, ask: this.#ask, logger, signal });
  }

  start(): void {
    const { config, replica, hasher, timers, logger } = this.#options;
    const retention = parseRetention(config.autoCompactionMode, config.autoCompactionRetention);
    const check = new CorruptionCheck({
      replica,
      hasher,
      timers,
      logger,
      own: this.#reporter,
      ask: this.#ask,
      everyMs: config.corruptCheckTime,
      compactionsEveryMs: config.compactHashCheckEnabled ? config.compactHashCheckTime : 0,
    });
    const stops = [() => check.close()];
    if (retention !== undefined) {
      stops.push(startAutoCompaction(retention, storeOfReplica(replica, logger), timers));
    }
    if (config.quotaAutoDisarm) {
      const disarm = new AutoDisarm({ replica, quota: this.quota, timers, logger });
      stops.push(() => disarm.close());
    }
    this.#stops = stops;
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}
