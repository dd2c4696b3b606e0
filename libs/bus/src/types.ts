// The event bus as its users see it. It is a hint, never the truth: a message may be lost, delayed
// or repeated, so publishing has no acknowledgement and nothing here ever throws for a bus that is
// away. What was missed is found by revision gaps and read from a raft-node.

import type { NatsSecurityConfig } from '@cairn/config';

export type BusStatus =
  | { readonly kind: 'connected'; readonly server: string }
  | { readonly kind: 'disconnected'; readonly reason: string };

export interface BusOptions {
  /** One or more of `nats://[user:password@]host:port` or `tls://…`, separated by commas. */
  readonly url: string;
  /** Unsigned 64-bit; clusters that share a bus do not hear each other. */
  readonly clusterId: bigint;
  /** Left out: what the URL says of user and TLS is all. */
  readonly security?: NatsSecurityConfig;
  /** What the server shows in its connection list. */
  readonly name?: string;
  /** Called on every change, first when the first attempt has succeeded or failed. */
  readonly onStatus?: (status: BusStatus) => void;
}

export interface SubscriberOptions extends BusOptions {
  /** In the order of arrival. The bytes belong to the receiver. */
  readonly onMessage: (message: Uint8Array) => void;
}

export interface EventPublisher {
  /**
   * Sends to whoever listens now. False = not sent: not connected, larger than `payloadBytesMax`,
   * or more than {@link pendingBytesMax} is still on the way to the server.
   */
  publish(message: Uint8Array): boolean;
  /**
   * False = whatever is published now reaches nobody, so it need not even be encoded. Known from what
   * was published before, and forgotten after {@link audienceKnownMs}: publish something now and then
   * (a heartbeat) to find out who has come.
   */
  readonly hasAudience: boolean;
  /** What the server accepts; NATS's default as long as no server has told. */
  readonly payloadBytesMax: number;
  /** Sends what was accepted, as far as the server still takes it, and disconnects. */
  close(): Promise<void>;
}

export interface EventSubscriber {
  /** Whether messages are wanted; true at first. While false, the server sends none. */
  setListening(listening: boolean): void;
  close(): Promise<void>;
}

export type ConnectPublisher = (options: BusOptions) => EventPublisher;
export type ConnectSubscriber = (options: SubscriberOptions) => EventSubscriber;

/** The payload limit of a NATS server that was not configured otherwise. */
export const defaultPayloadBytesMax: number = 1024 * 1024;

/** Above this, published bytes that the server has not taken yet make `publish` answer false. */
export const pendingBytesMax: number = 32 * 1024 * 1024;

/** How long "nobody listens" is believed. */
export const audienceKnownMs: number = 2_000;
