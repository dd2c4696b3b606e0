// What one life of a member has at its peer port: the real service, with the real admission of what
// comes in, and the real transfer of the whole state, in chunks, at both ends.
//
// Raft's own messages do not come this way: they are parcels, so that the network can lose, repeat and
// reorder them. So whatever the stream of messages lets through was sent by somebody who is no member,
// or has gone mad, and should have been refused.
import type { MemoryBackend } from '@cairn/backend';
import { GrpcCode } from '@cairn/proto';
import type { MemberId } from '@cairn/core';
import type { Message } from '@cairn/raft';
import { PeerService, SendRate, SnapshotReceiver, SnapshotSender } from '@cairn/raft-node';
import type { SnapshotReceiverOptions, Turns } from '@cairn/raft-node';
import { wasRemoved } from '@cairn/replica';
import type { Replica, StagedSnapshot } from '@cairn/replica';
import { peerService, unaryHandler } from '@cairn/rpc';
import type { RpcClient, ServedService } from '@cairn/rpc';
import type { MemberDisk } from './member-disk.ts';
import { silentLogger } from './silent-logger.ts';
import type { MemberTweaks } from './tweaks.ts';

/** The receiver keeps its part for longer than the sender its picture, as the real ones do. */
export const keepPictureMs = 1_000;
const keepPartMs = 1_300;
const stalledMs = 2_000;

/** Of the whole state, between all members. */
export interface TransferCounts {
  begun: number;
  /** Began where another one had broken off. */
  resumed: number;
  installed: number;
}

/** The same, and who wants to know when something of it has arrived. */
export interface Transfers {
  readonly counts: TransferCounts;
  onRecord: (() => void) | undefined;
}

export interface PeerPortOptions {
  readonly self: MemberId;
  readonly replica: Replica;
  readonly disk: MemberDisk;
  readonly turns: Turns;
  readonly chunkBytes: number;
  readonly transfers: Transfers;
  readonly arriving: MemberTweaks['arriving'];
  /** Whether this life goes on. */
  readonly isAlive: () => boolean;
  /** The replica takes an installed store from now on. */
  readonly onActivated: (backend: MemoryBackend) => void;
  readonly offer: (staged: StagedSnapshot) => boolean;
  /** Something was let through that nobody should believe. */
  readonly onAdmitted: (messages: readonly Message[]) => void;
}

export class PeerPort {
  readonly served: ServedService;
  readonly #sender: SnapshotSender;

  constructor(options: PeerPortOptions) {
    const { replica, self, turns, chunkBytes, onAdmitted } = options;
    const { clusterId } = replica;
    this.#sender = new SnapshotSender({
      clusterId,
      logger: silentLogger,
      replica: () => replica,
      turns,
      rate: new SendRate({ bytesPerSecond: 0 }),
      keepPictureMs,
      stalledMs,
      chunkBytes,
    });
    const peers = new PeerService({
      clusterId,
      self,
      logger: silentLogger,
      onMessages: onAdmitted,
      // Who speaks is answered where Raft's own messages travel.
      onMet: () => () => undefined,
      snapshots: newReceiver(options),
      isRemoved: (id) => replica.readable && wasRemoved(replica.backend, id),
      members: () => Promise.resolve(replica.machine.members),
      hashKv: unaryHandler(peerService.hashKv, (_request, answer) =>
        answer({ code: GrpcCode.unimplemented, details: 'hashes are compared from outside' }),
      ),
    });
    this.served = peers.served;
  }

  /** The whole state, to a member that the log does not reach any more. */
  sendSnapshot(message: Message, client: RpcClient): void {
    this.#sender.send(message, client);
  }
}

class CountedReceiver extends SnapshotReceiver {
  readonly #counts: TransferCounts;
  readonly #onResumed: () => void;

  constructor(options: SnapshotReceiverOptions, counts: TransferCounts, onResumed: () => void) {
    super(options);
    this.#counts = counts;
    this.#onResumed = onResumed;
  }

  override async receive(
    ...[stream, sayResume]: Parameters<SnapshotReceiver['receive']>
  ): Promise<string | undefined> {
    const refusal = await super.receive(stream, (resume) => {
      this.#counts.begun += 1;
      if (resume.chunks > 0) {
        this.#counts.resumed += 1;
        this.#onResumed();
      }
      sayResume(resume);
    });
    if (refusal === undefined) this.#counts.installed += 1;
    return refusal;
  }
}

function newReceiver(options: PeerPortOptions): SnapshotReceiver {
  const { self, replica, disk, isAlive, onActivated, offer, transfers, arriving } = options;
  let staged: MemoryBackend | undefined;
  let isResumed = false;
  const receiver: SnapshotReceiverOptions = {
    clusterId: replica.clusterId,
    self,
    logger: silentLogger,
    keepPartMs,
    stage: async (records, position) => {
      isResumed = false;
      const told = tellOf(records, () => transfers.onRecord?.());
      staged = await disk.stage(
        arriving(told, () => isResumed),
        position,
      );
    },
    activate: async () => {
      await replica.backend.close();
      const backend = staged;
      if (backend === undefined) throw new Error('nothing is staged');
      staged = undefined;
      if (!isAlive()) return backend;
      disk.replaceBackend(backend);
      onActivated(backend);
      return backend;
    },
    discard: async () => {
      await staged?.close();
      staged = undefined;
    },
    offer,
  };
  return new CountedReceiver(receiver, transfers.counts, () => {
    isResumed = true;
  });
}

async function* tellOf<T>(records: AsyncIterable<T>, tell: () => void): AsyncGenerator<T> {
  for await (const record of records) {
    tell();
    yield record;
  }
}
