// The way to one other member: a stream that is opened again whenever it breaks. Raft needs no
// reliable transport, so nothing is kept for later: while the stream is down or the other side does
// not read, messages are dropped and Raft is told, which then probes instead of sending blindly. A peer
// with several addresses is tried at the next one whenever one has not answered.
import { GrpcCode } from '@cairn/api';
import type { ClusterId, MemberId } from '@cairn/core';
import { cairn, fromBigInt } from '@cairn/proto';
import type { Message } from '@cairn/raft';
import { RpcClient, asBytes, peerService } from '@cairn/rpc';
import type { BytesCodec, ClientBidiStream } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import type { ClientTls } from '@cairn/tls';
import type { PeerBatchEncoder } from './peer-batch.ts';
import type { PeerTraffic } from './peer-metrics.ts';
import { removedText } from './removed-text.ts';

const reopenAfterMs = 100;
/** After the other side has said that it does not want us: only a person can change that. */
const reopenRefusedAfterMs = 5_000;
/** How often the peer is asked how far away it is. */
const roundTripIntervalMs = 5_000;
/** Batches handed to a stream that the other side has not read yet. */
const unreadBatchesMax = 256;
/** The same in bytes of entries. */
const unreadBytesMax = 128 * 1024 * 1024;

export interface PeerLinkOptions {
  readonly clusterId: ClusterId;
  readonly self: MemberId;
  /** Where this member is reached, for a peer that does not know it yet. */
  readonly ownPeerUrls: () => readonly string[];
  readonly peer: MemberId;
  /** Of each listener of the peer, at least one; the first is tried first. */
  readonly addresses: readonly string[];
  readonly logger: Logger;
  /** Shared by the links of a member. */
  readonly encoder: PeerBatchEncoder;
  readonly onUnreachable: (peer: MemberId) => void;
  /** The peer knows that this member was removed from the cluster. */
  readonly onRemoved: () => void;
  readonly nowMs: () => number;
  /** For addresses that ask for it. */
  readonly tls?: ClientTls | undefined;
  /** Counts what happens here; left out = nobody does. */
  readonly traffic?: PeerTraffic | undefined;
}

/** What goes out is encoded here; what comes back only says that somebody is there. */
const messagesMethod = asBytes(peerService.messages);
type PeerStream = ClientBidiStream<BytesCodec, BytesCodec>;

/** One attempt to reach the peer. What it has not read is counted for each attempt by itself. */
interface Connection {
  readonly stream: PeerStream;
  /** When the peer answered; undefined = not yet. */
  openSinceMs: number | undefined;
  unreadBatches: number;
  unreadBytes: number;
}

export class PeerLink {
  readonly #options: PeerLinkOptions;
  readonly #clients: readonly RpcClient[];
  /** Which of them is in use or tried next. */
  #attempt = 0;
  #connection: Connection | undefined;
  #reopenTimer: NodeJS.Timeout | undefined;
  readonly #roundTripTimer: NodeJS.Timeout;
  /** Said already, and not to be said again before the peer is back. */
  #isFailureLogged = false;
  #closed = false;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    const { addresses, tls } = options;
    this.#clients = addresses.map((address) => new RpcClient(address, { tls }));
    this.#roundTripTimer = setInterval(() => this.#measureRoundTrip(), roundTripIntervalMs).unref();
    this.#open();
  }

  /** At the address that answered last, or is tried. */
  get client(): RpcClient {
    return this.#clients[this.#attempt % this.#clients.length] as RpcClient;
  }

  get addresses(): readonly string[] {
    return this.#options.addresses;
  }

  /** True while the peer answers. */
  get active(): boolean {
    return this.connectedSinceMs !== undefined;
  }

  /** Since when the peer answers without a break; undefined = it does not. */
  get connectedSinceMs(): number | undefined {
    return this.#connection?.openSinceMs;
  }

  send(messages: readonly Message[]): void {
    const connection = this.#connection;
    if (
      connection === undefined ||
      connection.unreadBatches >= unreadBatchesMax ||
      connection.unreadBytes >= unreadBytesMax
    ) {
      if (this.#closed) return;
      const { traffic, onUnreachable, peer } = this.#options;
      if (traffic !== undefined) traffic.sendFailures += messages.length;
      onUnreachable(peer);
      return;
    }
    const bytes = entryBytes(messages);
    connection.unreadBatches += 1;
    connection.unreadBytes += bytes;
    const { encoder, traffic } = this.#options;
    const batch = encoder.encode(messages);
    if (traffic !== undefined) traffic.sentBytes += batch.length;
    connection.stream.write(batch, () => {
      connection.unreadBatches -= 1;
      connection.unreadBytes -= bytes;
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#reopenTimer);
    clearInterval(this.#roundTripTimer);
    this.#noteActive(false);
    this.#connection?.stream.cancel();
    this.#connection = undefined;
    for (const client of this.#clients) client.close();
  }

  #open(): void {
    const { clusterId, self, ownPeerUrls, peer, logger, nowMs } = this.#options;
    const { client } = this;
    const { address } = client;
    const stream = client.openBidi(messagesMethod);
    const connection: Connection = {
      stream,
      openSinceMs: undefined,
      unreadBatches: 0,
      unreadBytes: 0,
    };
    this.#connection = connection;
    stream.on('data', () => {
      connection.openSinceMs ??= nowMs();
      this.#noteActive(true);
      if (this.#isFailureLogged) logger.info({ peer: peer.toString(16), address }, 'peer is back');
      this.#isFailureLogged = false;
    });
    stream.on('error', (error: Error & { readonly code?: number }) => {
      const isRefused = error.code === GrpcCode.failedPrecondition;
      this.#reopen(connection, error.message, isRefused);
      if (isRefused && error.message.includes(removedText)) this.#options.onRemoved();
    });
    stream.on('end', () => this.#reopen(connection, 'the peer ended the stream', false));
    const greeting = cairn.v1.PeerBatch.encode({
      cluster_id: fromBigInt(clusterId, 'unsigned'),
      from: fromBigInt(self, 'unsigned'),
      to: fromBigInt(peer, 'unsigned'),
      peer_urls: [...ownPeerUrls()],
    });
    stream.write(greeting.finish());
  }

  #reopen(connection: Connection, reason: string, isRefused: boolean): void {
    if (this.#closed || this.#connection !== connection) return;
    const { peer, logger, onUnreachable } = this.#options;
    const { address } = this.client;
    this.#connection = undefined;
    connection.stream.cancel();
    this.#noteActive(false);
    const { traffic } = this.#options;
    if (traffic !== undefined && connection.openSinceMs !== undefined) traffic.disconnections += 1;
    if (!this.#isFailureLogged) {
      logger.warn({ peer: peer.toString(16), address, reason }, 'peer is unreachable');
    }
    this.#isFailureLogged = true;
    onUnreachable(peer);
    if (connection.openSinceMs === undefined) this.#attempt += 1;
    const afterMs = isRefused ? reopenRefusedAfterMs : reopenAfterMs;
    this.#reopenTimer = setTimeout(() => this.#open(), afterMs);
  }

  #noteActive(isActive: boolean): void {
    const { traffic } = this.#options;
    if (traffic !== undefined) traffic.isActive = isActive;
  }

  #measureRoundTrip(): void {
    const { traffic } = this.#options;
    if (traffic === undefined || !this.active) return;
    this.client.measureRoundTrip((ms) => traffic.roundTripSeconds.observe(ms / 1_000));
  }
}

function entryBytes(messages: readonly Message[]): number {
  let bytes = 0;
  for (const { entries } of messages) for (const { data } of entries) bytes += data.length;
  return bytes;
}
