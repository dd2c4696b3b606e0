import type { ClusterId, MemberId } from '@cairn/core';
import { MessageType } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import type { Member } from '@cairn/replica';
import type { Logger } from '@cairn/telemetry';
import type { RpcClient } from '@cairn/rpc';
import { hostAndPort } from '../peer-url.ts';
import { PeerBatchEncoder } from './peer-batch.ts';
import { PeerLink } from './peer-link.ts';

export interface PeerTransportOptions {
  readonly clusterId: ClusterId;
  readonly self: MemberId;
  readonly members: readonly Member[];
  readonly logger: Logger;
  readonly onUnreachable: (peer: MemberId) => void;
  /** A peer knows that this member was removed from the cluster. */
  readonly onRemoved: () => void;
  /** A member is so far behind that it needs the whole state. */
  readonly onSnapshotNeeded: (message: Message, client: RpcClient) => void;
  readonly nowMs: () => number;
}

/**
 * Sends Raft's messages, those of one turn to one member in one batch. There is a link to every other
 * member at every time, to the addresses that the membership has for it: {@link PeerTransport.follow}.
 */
export class PeerTransport {
  readonly #options: PeerTransportOptions;
  readonly #encoder = new PeerBatchEncoder();
  readonly #links = new Map<MemberId, PeerLink>();

  constructor(options: PeerTransportOptions) {
    this.#options = options;
    this.follow(options.members);
  }

  /** Peers that take our messages at the moment. */
  get activePeers(): number {
    let active = 0;
    for (const link of this.#links.values()) if (link.active) active += 1;
    return active;
  }

  /** Since when a peer answers without a break; undefined = it does not, or is no member. */
  connectedSinceMs(peer: MemberId): number | undefined {
    return this.#links.get(peer)?.connectedSinceMs;
  }

  /** For calls beside the stream of messages; undefined = no member. */
  clientOf(peer: MemberId): RpcClient | undefined {
    return this.#links.get(peer)?.client;
  }

  /** From now on these are the members: new ones are linked, others given up, moved ones linked anew. */
  follow(members: readonly Member[]): void {
    const addressesOf = new Map<MemberId, readonly string[]>();
    for (const member of members) {
      if (member.id !== this.#options.self) addressesOf.set(member.id, peerAddresses(member));
    }
    for (const [peer, link] of this.#links) {
      if (addressesOf.get(peer)?.join() === link.addresses.join()) continue;
      this.#links.delete(peer);
      link.close();
    }
    for (const [peer, addresses] of addressesOf) {
      if (!this.#links.has(peer)) this.#links.set(peer, this.#newLink(peer, addresses));
    }
  }

  send(messages: readonly Message[]): void {
    const byPeer = new Map<MemberId, Message[]>();
    for (const message of messages) {
      const link = this.#links.get(message.to);
      if (link === undefined) continue;
      if (message.type === MessageType.snapshot) {
        this.#options.onSnapshotNeeded(message, link.client);
        continue;
      }
      const batch = byPeer.get(message.to);
      if (batch === undefined) byPeer.set(message.to, [message]);
      else batch.push(message);
    }
    for (const [peer, batch] of byPeer) this.#links.get(peer)?.send(batch);
  }

  close(): void {
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
  }

  #newLink(peer: MemberId, addresses: readonly string[]): PeerLink {
    const { clusterId, self, logger, onUnreachable, onRemoved, nowMs } = this.#options;
    const encoder = this.#encoder;
    return new PeerLink({
      clusterId,
      self,
      peer,
      addresses,
      logger,
      encoder,
      onUnreachable,
      onRemoved,
      nowMs,
    });
  }
}

function peerAddresses({ id, peerUrls }: Member): readonly string[] {
  if (peerUrls.length === 0) throw new Error(`member ${id.toString(16)} has no peer URL`);
  return peerUrls.map(hostAndPort);
}
