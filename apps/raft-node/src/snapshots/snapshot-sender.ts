// Sends this member's whole state to one that is too far behind for the log. The picture is taken once
// and read in slices between turns of the event loop, so that writes go on meanwhile; no more of it is
// in memory than one chunk and what the connection holds.
//
// A transfer that breaks is not begun anew: the picture is kept for a while, and the receiver says how
// much of it it has. Only for a while, as a pinned picture keeps freed pages of the store from being used
// again; for the same reason a receiver that takes nothing is given up.
import type { ClusterId, MemberId } from '@cairn/core';
import { fromBigInt } from '@cairn/proto';
import type { Message } from '@cairn/raft';
import type { Replica } from '@cairn/replica';
import type { RpcClient } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import { messageFields } from '../peers/message-codec.ts';
import type { Turns } from '../turns.ts';
import { PinnedSnapshot } from './pinned-snapshot.ts';
import type { SendRate } from './send-rate.ts';
import type { SnapshotMetrics } from './snapshot-metrics.ts';
import { BrokenTransferError, SnapshotStream } from './snapshot-stream.ts';

/** The log is kept for as long after a transfer (log-compaction.ts), so that the two still meet. */
const keepPictureMs = 30_000;
/** A receiver that has taken nothing for so long is given up. */
const stalledMs = 30_000;
/** It checks, syncs and installs what it has got: a gigabyte takes seconds. */
const installMs = 300_000;

export interface SnapshotSenderOptions {
  readonly clusterId: ClusterId;
  readonly logger: Logger;
  readonly replica: () => Replica;
  readonly turns: Turns;
  readonly rate: SendRate;
  /** Left out = nothing is counted. */
  readonly metrics?: SnapshotMetrics;
  /** Defaults: see above. */
  readonly keepPictureMs?: number;
  readonly stalledMs?: number;
  readonly chunkBytes?: number;
}

interface KeptPicture {
  readonly picture: PinnedSnapshot;
  readonly timer: NodeJS.Timeout;
}

export class SnapshotSender {
  readonly #options: SnapshotSenderOptions;
  readonly #busy = new Set<MemberId>();
  /** Of transfers that broke. */
  readonly #kept = new Map<MemberId, KeptPicture>();

  constructor(options: SnapshotSenderOptions) {
    this.#options = options;
  }

  /** One at a time per member; tells Raft how it went. */
  send(message: Message, client: RpcClient): void {
    if (this.#busy.has(message.to)) return;
    this.#busy.add(message.to);
    const { logger, replica, metrics } = this.#options;
    const ended = metrics?.sending(message.to);
    const peer = message.to.toString(16);
    void this.#transfer(message, client).then(
      (sent) => {
        this.#busy.delete(message.to);
        ended?.('success');
        logger.info({ peer, ...sent }, 'sent a snapshot');
        replica().reportSnapshot(message.to, 'installed');
      },
      (error: unknown) => {
        this.#busy.delete(message.to);
        ended?.('failure');
        logger.warn({ peer, reason: String(error) }, 'could not send a snapshot');
        replica().reportSnapshot(message.to, 'failed');
      },
    );
  }

  async #transfer(
    message: Message,
    client: RpcClient,
  ): Promise<{ readonly index: number; readonly resumedAfterChunks: number }> {
    const { replica, chunkBytes } = this.#options;
    const { backend } = replica();
    const picture = this.#takeKept(message.to) ?? (await PinnedSnapshot.of(backend, chunkBytes));
    try {
      const resumedAfterChunks = await this.#stream(picture, message, client);
      picture.close();
      return { index: picture.meta.index, resumedAfterChunks };
    } catch (error) {
      if (error instanceof BrokenTransferError) this.#keep(message.to, picture);
      else picture.close();
      throw error;
    }
  }

  /** Answers after how many chunks it began. */
  async #stream(picture: PinnedSnapshot, message: Message, client: RpcClient): Promise<number> {
    const { clusterId, rate, turns } = this.#options;
    const stream = new SnapshotStream(client, this.#options.stalledMs ?? stalledMs);
    try {
      stream.write({
        cluster_id: fromBigInt(clusterId, 'unsigned'),
        message: messageFields({ ...message, snapshot: picture.meta }),
        snapshot_id: fromBigInt(picture.id, 'unsigned'),
      });
      const { chunks, crc } = await stream.resume;
      if (!picture.goesOnAfter(chunks, crc)) {
        throw new Error('the receiver holds something else than what was sent to it');
      }
      for (const chunk of picture.chunksAfter(chunks)) {
        await rate.take(chunk.bytes, stream.over);
        stream.write({ records: [...chunk.records], crc: chunk.crc });
        await stream.drained();
        await turns.next();
        if (stream.over.aborted) break;
      }
      if (!stream.over.aborted) stream.end({ last: true, crc: picture.crc }, installMs);
      await stream.installed;
      return chunks;
    } finally {
      // If it broke, the receiver must not wait for the rest.
      stream.close();
    }
  }

  #keep(peer: MemberId, picture: PinnedSnapshot): void {
    const timer = setTimeout(() => {
      this.#kept.delete(peer);
      picture.close();
    }, this.#options.keepPictureMs ?? keepPictureMs);
    timer.unref();
    this.#kept.set(peer, { picture, timer });
  }

  /** What was kept for this member, if the log still goes on from there. */
  #takeKept(peer: MemberId): PinnedSnapshot | undefined {
    const kept = this.#kept.get(peer);
    if (kept === undefined) return undefined;
    this.#kept.delete(peer);
    clearTimeout(kept.timer);
    const { picture } = kept;
    const { backend, status } = this.#options.replica();
    if (picture.backend === backend && picture.meta.index + 1 >= status.firstIndex) return picture;
    picture.close();
    return undefined;
  }
}
