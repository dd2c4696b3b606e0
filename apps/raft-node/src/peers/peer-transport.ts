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
  /** A member is so far behind that it needs the whole state. */
  readonly onSnapshotNeeded: (message: Message, client: RpcClient) => void;
}

/** Sends Raft's messages, those of one turn to one member in one batch. */
export class PeerTransport {
  readonly #links = new Map<MemberId, PeerLink>();
  readonly #onSnapshotNeeded: PeerTransportOptions['onSnapshotNeeded'];

  constructor(options: PeerTransportOptions) {
    const { clusterId, self, logger, onUnreachable } = options;
    this.#onSnapshotNeeded = options.onSnapshotNeeded;
    const encoder = new PeerBatchEncoder();
    for (const member of options.members) {
      if (member.id === self) continue;
      const address = peerAddress(member);
      const peer = member.id;
      this.#links.set(
        peer,
        new PeerLink({ clusterId, self, peer, address, logger, encoder, onUnreachable }),
      );
    }
  }

  /** Peers that take our messages at the moment. */
  get activePeers(): number {
    let active = 0;
    for (const link of this.#links.values()) if (link.active) active += 1;
    return active;
  }

  send(messages: readonly Message[]): void {
    const byPeer = new Map<MemberId, Message[]>();
    for (const message of messages) {
      const link = this.#links.get(message.to);
      if (link === undefined) continue;
      if (message.type === MessageType.snapshot) {
        this.#onSnapshotNeeded(message, link.client);
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
}

function peerAddress(member: Member): string {
  const [url] = member.peerUrls;
  if (url === undefined) throw new Error(`member ${member.id.toString(16)} has no peer URL`);
  return hostAndPort(url);
}
