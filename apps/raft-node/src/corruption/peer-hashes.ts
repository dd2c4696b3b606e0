// Asks the other members what their records hash to, each over a connection of its own: this happens
// every few minutes at most, and the streams of Raft have better things to carry.
import type { ClusterId, MemberId } from '@cairn/core';
import { fromBigInt } from '@cairn/proto';
import type { Member } from '@cairn/replica';
import { RpcClient, peerService } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import type { ClientTls } from '@cairn/tls';
import { peerAddress } from '../peer-url.ts';
import { reportOf } from './member-hash.ts';
import type { HashReport } from './member-hash.ts';

/** @param revision 0 = only the hashes of past compactions. Answers those that answered. */
export type AskHashes = (revision: number, timeoutMs: number) => Promise<readonly HashReport[]>;

export interface PeerHashesOptions {
  readonly clusterId: ClusterId;
  readonly self: MemberId;
  readonly members: () => readonly Member[];
  readonly logger: Logger;
  /** For peers at https URLs. */
  readonly tls?: ClientTls | undefined;
}

export function askPeers(options: PeerHashesOptions): AskHashes {
  const { self, members, logger } = options;
  return async (revision, timeoutMs) => {
    const peers = members().filter(({ id }) => id !== self);
    const asked = peers.map(async (peer) => {
      try {
        return await askOne(options, peer, revision, timeoutMs);
      } catch (error) {
        const about = { peer: peer.id.toString(16), reason: String(error) };
        logger.warn(about, 'a peer does not say what its records hash to');
        return undefined;
      }
    });
    return (await Promise.all(asked)).filter((report) => report !== undefined);
  };
}

/** At the first of its addresses where somebody answers. Rejects as the last one did. */
async function askOne(
  { clusterId, tls }: PeerHashesOptions,
  peer: Member,
  revision: number,
  timeoutMs: number,
): Promise<HashReport> {
  let failure: unknown = new Error('it has no peer URL');
  for (const url of peer.peerUrls) {
    const client = new RpcClient(peerAddress(url), { tls });
    try {
      const request = { cluster_id: fromBigInt(clusterId, 'unsigned'), revision };
      return reportOf(peer.id, await client.call(peerService.hashKv, request, timeoutMs));
    } catch (error) {
      failure = error;
    } finally {
      client.close();
    }
  }
  throw failure;
}
