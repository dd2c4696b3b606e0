import type { AskLeader, Outcome } from '@cairn/raft-node';
import { failure } from '@cairn/raft-node';
import type { Host } from '../world/host.ts';
import type { MemberSurroundings } from './member.ts';
import type { PeerTraffic } from './peer-traffic.ts';

/** What a member that does not lead passes on to the one that does, over the simulated network. */
export function askLeaderFrom(
  around: MemberSurroundings,
  host: Host,
  { links }: PeerTraffic,
): AskLeader {
  return (leader, { memberId, timeoutMs }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    setTimeout(() => reject(new Error('the leader does not answer')), timeoutMs);
    const url = links.urlOf(leader);
    const target = url === undefined ? undefined : around.machineAt(url);
    if (target === undefined) return promise;
    const reply = (outcome: Outcome): void => {
      around.network.send(target.host, host, 'promoted', () => resolve(outcome));
    };
    around.network.send(host, target.host, 'promote', () => {
      try {
        target.changes?.promoteForPeer(memberId, { timeoutMs, reply });
      } catch (error) {
        reply(failure(error));
      }
    });
    return promise;
  };
}
