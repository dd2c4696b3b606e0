// Asks a raft-node of a running cluster which cluster that is and who belongs to it.
import type { ClusterId } from '@cairn/core';
import { toUnsignedBigInt } from '@cairn/proto';
import type { Member } from '@cairn/replica';
import { RpcClient, peerService } from '@cairn/rpc';
import type { ClientTls } from '@cairn/tls';
import { peerAddress } from '../peer-url.ts';

export interface KnownCluster {
  readonly clusterId: ClusterId;
  readonly members: readonly Member[];
}

/** Rejects when nobody answers at that peer URL. */
export type AskMembers = (peerUrl: string) => Promise<KnownCluster>;

/** More than the asked one waits for its leader. */
const timeoutMs = 3_000;

/** @param tls for https */
export async function askMembers(peerUrl: string, tls?: ClientTls): Promise<KnownCluster> {
  const client = new RpcClient(peerAddress(peerUrl), { tls });
  try {
    const { cluster_id, members } = await client.call(peerService.members, {}, timeoutMs);
    return {
      clusterId: toUnsignedBigInt(cluster_id),
      members: members.map((member) => ({
        id: toUnsignedBigInt(member.id ?? 0),
        name: member.name ?? '',
        peerUrls: member.peer_urls ?? [],
        clientUrls: member.client_urls ?? [],
        isLearner: member.is_learner ?? false,
      })),
    };
  } finally {
    client.close();
  }
}
