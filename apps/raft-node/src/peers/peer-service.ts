// The listening side of the peer port. A stream says first which cluster and member it comes from
// and whom it means to reach; a member of another cluster is refused, with a message that names both.
import { GrpcCode } from '@cairn/api';
import type { ClusterId, MemberId } from '@cairn/core';
import { cairn } from '@cairn/proto';
import type { Message } from '@cairn/raft';
import {
  asBytes,
  bidiHandler,
  failStream,
  implement,
  peerService,
} from '@cairn/rpc';
import type { BidiStream, BytesCodec, ServedService } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import type { SnapshotReceiver } from '../snapshots/snapshot-receiver.ts';
import { decodePeerBatch } from './peer-batch.ts';
import type { PeerBatch } from './peer-batch.ts';

/** Messages come encoded. */
type PeerStream = BidiStream<BytesCodec, BytesCodec>;
const definition = { ...peerService, messages: asBytes(peerService.messages) };

export interface PeerServiceOptions {
  readonly clusterId: ClusterId;
  readonly self: MemberId;
  readonly logger: Logger;
  readonly onMessages: (messages: readonly Message[]) => void;
  readonly snapshots: SnapshotReceiver;
}

export class PeerService {
  readonly served: ServedService;
  readonly #options: PeerServiceOptions;
  readonly #streams = new Set<PeerStream>();

  constructor(options: PeerServiceOptions) {
    this.#options = options;
    this.served = implement(definition, {
      messages: bidiHandler(definition.messages, (stream) => {
        this.#streams.add(stream);
        const over = (): void => void this.#streams.delete(stream);
        stream.once('close', over);
        stream.once('cancelled', over);
        return new PeerSession(options, stream);
      }),
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
    });
  }

  /** Ends every stream, for a stop. */
  close(): void {
    void this.#options.snapshots.close();
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }
}

/** Says nothing but that somebody is here. */
const notice = cairn.v1.PeerNotice.encode({}).finish();

/** The incoming half of the conversation with one peer. */
class PeerSession {
  readonly #options: PeerServiceOptions;
  readonly #stream: PeerStream;
  #state: 'new' | 'greeted' | 'refused' = 'new';

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
      this.#stream.write(notice);
    }
    if (batch.messages.length > 0) this.#options.onMessages(batch.messages);
  }

  #refuse(code: number, details: string): void {
    this.#state = 'refused';
    this.#options.logger.warn({ reason: details }, 'refused a peer');
    failStream(this.#stream, { code, details });
  }
}

function greetingMistake(
  { clusterId, self }: PeerServiceOptions,
  { clusterId: theirs, to: meant }: PeerBatch,
): string | undefined {
  if (theirs !== clusterId) {
    return (
      `cluster ID mismatch: the peer belongs to cluster ${theirs.toString(16)}, this member to ` +
      `${clusterId.toString(16)}; check --initial-cluster and --initial-cluster-token on both`
    );
  }
  if (meant !== self) {
    return (
      `member ID mismatch: the peer means member ${meant.toString(16)}, this is ` +
      `${self.toString(16)}; check the peer URLs`
    );
  }
  return undefined;
}
