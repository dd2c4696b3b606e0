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
 * member at every time, to the address that the membership has for it: {@link PeerTransport.follow}.
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
    const addresses = new Map<MemberId, string>();
    for (const member of members) {
      if (member.id !== this.#options.self) addresses.set(member.id, peerAddress(member));
    }
    for (const [peer, link] of this.#links) {
      if (addresses.get(peer) === link.address) continue;
      this.#links.delete(peer);
      link.close();
    }
    for (const [peer, address] of addresses) {
      if (!this.#links.has(peer)) this.#links.set(peer, this.#newLink(peer, address));
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

  #newLink(peer: MemberId, address: string): PeerLink {
    const { clusterId, self, logger, onUnreachable, onRemoved, nowMs } = this.#options;
    const encoder = this.#encoder;
    return new PeerLink({
      clusterId,
      self,
      peer,
      address,
      logger,
      encoder,
      onUnreachable,
      onRemoved,
      nowMs,
    });
  }
}

function peerAddress(member: Member): string {
  const [url] = member.peerUrls;
  if (url === undefined) throw new Error(`member ${member.id.toString(16)} has no peer URL`);
  return hostAndPort(url);
}
