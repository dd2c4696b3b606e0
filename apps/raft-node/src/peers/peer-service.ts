// The listening side of the peer port. A stream says first which cluster and member it comes from
// and whom it means to reach; a member of another cluster is refused, with a message that names both.
import { GrpcCode } from '@cairn/api';
import type { ClusterId, MemberId } from '@cairn/core';
import { cairn, fromBigInt } from '@cairn/proto';
import type { Message } from '@cairn/raft';
import type { Member } from '@cairn/replica';
import { asBytes, bidiHandler, failStream, implement, peerService, unaryHandler } from '@cairn/rpc';
import type { BidiStream, BytesCodec, Handler, ServedService } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import type { SnapshotReceiver } from '../snapshots/snapshot-receiver.ts';
import { messageMistake } from './message-mistake.ts';
import { decodePeerBatch } from './peer-batch.ts';
import type { PeerBatch } from './peer-batch.ts';
import type { PeerMetrics } from './peer-metrics.ts';
import { removedText } from './removed-text.ts';

/** Messages come encoded. */
type PeerStream = BidiStream<BytesCodec, BytesCodec>;
const definition = { ...peerService, messages: asBytes(peerService.messages) };

export interface PeerServiceOptions {
  readonly clusterId: ClusterId;
  readonly self: MemberId;
  readonly logger: Logger;
  readonly onMessages: (messages: readonly Message[]) => void;
  /** A stream of a member was opened. What is returned is called once, when it is over. */
  readonly onMet: (peer: MemberId, peerUrls: readonly string[]) => () => void;
  readonly snapshots: SnapshotReceiver;
  /** Who was a member once and never will be again. */
  readonly isRemoved: (id: MemberId) => boolean;
  /** For somebody who was added and does not know the cluster yet: as new as can be had. */
  readonly members: () => Promise<readonly Member[]>;
  readonly hashKv: Handler;
  /** Left out = nothing is counted. */
  readonly metrics?: PeerMetrics;
}

/**
 * A leader that has removed itself hands over, and a member that was removed should learn of it from the
 * log: for so long they are listened to.
 */
export const farewellMs = 1_000;

export class PeerService {
  readonly served: ServedService;
  readonly #options: PeerServiceOptions;
  readonly #sessions = new Set<PeerSession>();
  #farewell: NodeJS.Timeout | undefined;

  constructor(options: PeerServiceOptions) {
    this.#options = options;
    this.served = implement(definition, {
      messages: bidiHandler(definition.messages, (stream) => {
        const session = new PeerSession(options, stream);
        this.#sessions.add(session);
        const over = (): void => {
          this.#sessions.delete(session);
          session.over();
        };
        stream.once('close', over);
        stream.once('cancelled', over);
      }),
      members: answerMembers(options),
      installSnapshot: bidiHandler(peerService.installSnapshot, (stream) => {
        const end = (reason: string | undefined): void => {
          if (stream.destroyed) return;
          stream.write({ installed: { accepted: reason === undefined, reason: reason ?? '' } });
          stream.end();
        };
        options.snapshots
          .receive(stream, (resume) => void stream.write({ resume }))
          .then(end, (error: unknown) => end(String(error)));
      }),
      hashKv: options.hashKv,
    });
  }

  /** Who the members are has changed: streams of those who are none any more end soon. */
  membersChanged(): void {
    this.#farewell ??= setTimeout(() => {
      this.#farewell = undefined;
      for (const session of this.#sessions) session.refuseIfRemoved();
    }, farewellMs);
  }

  /** Ends every stream, for a stop. */
  close(): void {
    void this.#options.snapshots.close();
    clearTimeout(this.#farewell);
    for (const session of this.#sessions) session.end();
    this.#sessions.clear();
  }
}

function answerMembers(options: PeerServiceOptions): Handler {
  const cluster_id = fromBigInt(options.clusterId, 'unsigned');
  return unaryHandler(peerService.members, (_request, answer) => {
    options.members().then(
      (members) => answer(null, { cluster_id, members: members.map(memberFields) }),
      (error: unknown) => answer({ code: GrpcCode.unavailable, details: String(error) }),
    );
  });
}

function memberFields(member: Member): cairn.v1.PeerMember.$Properties {
  return {
    id: fromBigInt(member.id, 'unsigned'),
    name: member.name,
    peer_urls: [...member.peerUrls],
    client_urls: [...member.clientUrls],
    is_learner: member.isLearner,
  };
}

/** Says nothing but that somebody is here. */
const notice = cairn.v1.PeerNotice.encode({}).finish();

/** The incoming half of the conversation with one peer. */
class PeerSession {
  readonly #options: PeerServiceOptions;
  readonly #stream: PeerStream;
  #state: 'new' | 'greeted' | 'refused' = 'new';
  #peer: MemberId = 0n;
  #left: () => void = () => undefined;

  constructor(options: PeerServiceOptions, stream: PeerStream) {
    this.#options = options;
    this.#stream = stream;
    stream.on('data', (bytes: Uint8Array) => this.#take(bytes));
    stream.on('end', () => stream.end());
  }

  #take(bytes: Uint8Array): void {
    if (this.#state === 'refused') return;
    let batch: PeerBatch;
    try {
      batch = decodePeerBatch(bytes);
    } catch (error) {
      // Its mistake, not ours: it must not stop this member.
      return this.#refuse(GrpcCode.invalidArgument, `unreadable message: ${String(error)}`);
    }
    if (this.#state === 'new') {
      const mistake = greetingMistake(this.#options, batch);
      if (mistake !== undefined) return this.#refuse(GrpcCode.failedPrecondition, mistake);
      this.#state = 'greeted';
      this.#peer = batch.from;
      this.#left = this.#options.onMet(batch.from, batch.peerUrls);
      this.#stream.write(notice);
    }
    for (const message of batch.messages) {
      const mistake = messageMistake(message, this.#peer, this.#options.self);
      if (mistake !== undefined) return this.#refuse(GrpcCode.invalidArgument, mistake);
    }
    this.#count('receivedBytes', bytes.length);
    if (batch.messages.length > 0) this.#options.onMessages(batch.messages);
  }

  refuseIfRemoved(): void {
    if (this.#state !== 'greeted' || !this.#options.isRemoved(this.#peer)) return;
    this.#refuse(GrpcCode.failedPrecondition, removedText);
  }

  end(): void {
    this.#stream.end();
  }

  /** The stream has ended, in whatever way. */
  over(): void {
    this.#left();
    this.#left = () => undefined;
  }

  /** Of those who have said who they are. */
  #count(what: 'receivedBytes' | 'receiveFailures', count: number): void {
    const traffic = this.#options.metrics?.find(this.#peer);
    if (traffic !== undefined) traffic[what] += count;
  }

  #refuse(code: number, details: string): void {
    this.#count('receiveFailures', 1);
    this.#state = 'refused';
    this.#options.logger.warn({ reason: details }, 'refused a peer');
    failStream(this.#stream, { code, details });
  }
}

/** Why a peer that says this first is not listened to. */
export function greetingMistake(
  { clusterId, self, isRemoved }: Pick<PeerServiceOptions, 'clusterId' | 'self' | 'isRemoved'>,
  { clusterId: theirs, from, to: meant }: Pick<PeerBatch, 'clusterId' | 'from' | 'to'>,
): string | undefined {
  if (theirs !== clusterId) {
    return (
      `cluster ID mismatch: the peer belongs to cluster ${theirs.toString(16)}, this member to ` +
      `${clusterId.toString(16)}; check --initial-cluster and --initial-cluster-token on both`
    );
  }
  if (isRemoved(from)) return removedText;
  if (meant !== self) {
    return (
      `member ID mismatch: the peer means member ${meant.toString(16)}, this is ` +
      `${self.toString(16)}; check the peer URLs`
    );
  }
  return undefined;
}
