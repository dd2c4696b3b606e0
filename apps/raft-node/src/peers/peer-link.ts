// The way to one other member: a stream that is opened again whenever it breaks. Raft needs no
// reliable transport, so nothing is kept for later: while the stream is down or the other side does
// not read, messages are dropped and Raft is told, which then probes instead of sending blindly.
import type { ClusterId, MemberId } from '@cairn/core';
import { fromBigInt } from '@cairn/proto';
import type { Message } from '@cairn/raft';
import { RpcClient, peerService } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import { messageFields } from './message-codec.ts';

const reopenAfterMs = 100;
/** Batches handed to a stream that the other side has not read yet. */
const unreadBatchesMax = 256;

export interface PeerLinkOptions {
  readonly clusterId: ClusterId;
  readonly self: MemberId;
  readonly peer: MemberId;
  /** `host:port` of the peer's listener. */
  readonly address: string;
  readonly logger: Logger;
  readonly onUnreachable: (peer: MemberId) => void;
}

type PeerStream = ReturnType<RpcClient['openBidi']>;

export class PeerLink {
  readonly #options: PeerLinkOptions;
  readonly #client: RpcClient;
  #stream: PeerStream | undefined;
  #unread = 0;
  #reopenTimer: NodeJS.Timeout | undefined;
  #failing = false;
  #closed = false;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    this.#client = new RpcClient(options.address);
    this.#open();
  }

  get client(): RpcClient {
    return this.#client;
  }

  /** True while messages go out and the other side reads them. */
  get active(): boolean {
    return this.#stream !== undefined && !this.#failing;
  }

  send(messages: readonly Message[]): void {
    const stream = this.#stream;
    if (stream === undefined || this.#unread >= unreadBatchesMax) {
      this.#options.onUnreachable(this.#options.peer);
      return;
    }
    this.#unread += 1;
    stream.write({ messages: messages.map(messageFields) }, () => {
      this.#unread -= 1;
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#reopenTimer);
    this.#stream?.cancel();
    this.#client.close();
  }

  #open(): void {
    const { clusterId, self, peer, address, logger } = this.#options;
    const stream = this.#client.openBidi(peerService.messages);
    this.#stream = stream;
    this.#unread = 0;
    stream.on('data', () => {
      if (this.#failing) logger.info({ peer: peer.toString(16), address }, 'peer is back');
      this.#failing = false;
    });
    stream.on('error', (error) => this.#reopen(stream, error));
    stream.on('end', () => this.#reopen(stream, new Error('the peer ended the stream')));
    stream.write({
      cluster_id: fromBigInt(clusterId, 'unsigned'),
      from: fromBigInt(self, 'unsigned'),
      to: fromBigInt(peer, 'unsigned'),
    });
  }

  #reopen(stream: PeerStream, error: Error): void {
    if (this.#closed || this.#stream !== stream) return;
    const { peer, address, logger, onUnreachable } = this.#options;
    this.#stream = undefined;
    if (!this.#failing) {
      logger.warn(
        { peer: peer.toString(16), address, reason: error.message },
        'peer is unreachable',
      );
    }
    this.#failing = true;
    onUnreachable(peer);
    this.#reopenTimer = setTimeout(() => this.#open(), reopenAfterMs);
  }
}
