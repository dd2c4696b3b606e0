import type { ClusterId, MemberId } from '@cairn/core';
import { MessageType } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import type { Member } from '@cairn/replica';
import type { Logger } from '@cairn/telemetry';
import type { RpcClient } from '@cairn/rpc';
import type { ClientTls } from '@cairn/tls';
import { peerAddress } from '../peer-url.ts';
import { PeerBatchEncoder } from './peer-batch.ts';
import { PeerLink } from './peer-link.ts';
import type { PeerMetrics } from './peer-metrics.ts';

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
  /** For peers at https URLs. */
  readonly tls?: ClientTls | undefined;
  /** Left out = nothing is counted. */
  readonly metrics?: PeerMetrics;
}

/** Who speaks to this member from where the membership does not have it. */
interface Guest {
  readonly link: PeerLink;
  /** How many streams of it are open. */
  streams: number;
}

/** More are not answered: nobody adds so many members while another one is away. */
const guestsMax = 16;

/**
 * Sends Raft's messages, those of one turn to one member in one batch. There is a link to every other
 * member at every time, to the addresses that the membership has for it: {@link PeerTransport.follow}.
 *
 * The membership is what has been applied here, and a member that was away has not applied yet who has
 * come or moved meanwhile; one that has just been started may have applied less than before. Who has come may
 * be the leader that brings it the news, or may need its vote: so who speaks to this member is answered
 * where it says that it is: {@link PeerTransport.meet}.
 */
export class PeerTransport {
  readonly #options: PeerTransportOptions;
  readonly #encoder = new PeerBatchEncoder();
  readonly #links = new Map<MemberId, PeerLink>();
  readonly #guests = new Map<MemberId, Guest>();
  #ownPeerUrls: readonly string[] = [];

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
    return this.#links.has(peer) ? this.#linkTo(peer)?.connectedSinceMs : undefined;
  }

  /** For calls beside the stream of messages; undefined = no member. */
  clientOf(peer: MemberId): RpcClient | undefined {
    return this.#linkTo(peer)?.client;
  }

  /** From now on these are the members: new ones are linked, others given up, moved ones linked anew. */
  follow(members: readonly Member[]): void {
    const addressesOf = new Map<MemberId, readonly string[]>();
    for (const member of members) {
      if (member.id === this.#options.self) this.#ownPeerUrls = member.peerUrls;
      else addressesOf.set(member.id, peerAddresses(member));
    }
    for (const [peer, link] of this.#links) {
      if (addressesOf.get(peer)?.join() === link.addresses.join()) continue;
      this.#links.delete(peer);
      link.close();
    }
    for (const [peer, addresses] of addressesOf) {
      if (!this.#links.has(peer)) this.#links.set(peer, this.#newLink(peer, addresses));
      if (this.#guests.get(peer)?.link.addresses.join() === addresses.join()) this.#dismiss(peer);
    }
  }

  /**
   * A stream of this cluster has been opened by `peer`. While one is open it is answered where it says that
   * it is reached, if it does not answer where the membership has it.
   * @returns to be called when the stream is over
   */
  meet(peer: MemberId, peerUrls: readonly string[]): () => void {
    const addresses = peerUrls.filter(isPeerUrl).map(peerAddress);
    const guest = this.#guestAt(peer, addresses);
    if (guest === undefined) return () => undefined;
    guest.streams += 1;
    return () => {
      guest.streams -= 1;
      if (guest.streams === 0 && this.#guests.get(peer) === guest) this.#dismiss(peer);
    };
  }

  send(messages: readonly Message[]): void {
    const byPeer = new Map<MemberId, Message[]>();
    for (const message of messages) {
      const link = this.#linkTo(message.to);
      if (link === undefined) continue;
      if (message.type === MessageType.snapshot) {
        this.#options.onSnapshotNeeded(message, link.client);
        continue;
      }
      const batch = byPeer.get(message.to);
      if (batch === undefined) byPeer.set(message.to, [message]);
      else batch.push(message);
    }
    for (const [peer, batch] of byPeer) this.#linkTo(peer)?.send(batch);
  }

  close(): void {
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
    for (const peer of this.#guests.keys()) this.#dismiss(peer);
  }

  #linkTo(peer: MemberId): PeerLink | undefined {
    const link = this.#links.get(peer);
    return link?.active === true ? link : (this.#guests.get(peer)?.link ?? link);
  }

  #guestAt(peer: MemberId, addresses: readonly string[]): Guest | undefined {
    const there = addresses.join();
    if (peer === this.#options.self || there === '') return undefined;
    if (this.#links.get(peer)?.addresses.join() === there) return undefined;
    const known = this.#guests.get(peer);
    if (known?.link.addresses.join() === there) return known;
    if (known !== undefined) this.#dismiss(peer);
    else if (this.#guests.size >= guestsMax) return undefined;
    const { logger } = this.#options;
    logger.info(
      { peer: peer.toString(16), addresses },
      'answering a peer where it says that it is',
    );
    const guest = { link: this.#newLink(peer, addresses), streams: 0 };
    this.#guests.set(peer, guest);
    return guest;
  }

  #dismiss(peer: MemberId): void {
    this.#guests.get(peer)?.link.close();
    this.#guests.delete(peer);
  }

  #newLink(peer: MemberId, addresses: readonly string[]): PeerLink {
    const { clusterId, self, logger, onUnreachable, onRemoved, nowMs, tls, metrics } =
      this.#options;
    const encoder = this.#encoder;
    return new PeerLink({
      clusterId,
      self,
      ownPeerUrls: () => this.#ownPeerUrls,
      peer,
      addresses,
      logger,
      encoder,
      onUnreachable,
      onRemoved,
      nowMs,
      tls,
      traffic: metrics?.of(peer),
    });
  }
}

function peerAddresses({ id, peerUrls }: Member): readonly string[] {
  if (peerUrls.length === 0) throw new Error(`member ${id.toString(16)} has no peer URL`);
  return peerUrls.map(peerAddress);
}

/** What somebody says who is not known: nothing that this member could stumble over. */
function isPeerUrl(url: string): boolean {
  return URL.canParse(url) && new URL(url).host !== '';
}
