// What a member that does not lead passes on to the one that does: whether a learner is ready to become a
// voter only the leader knows.
import { etcdErrors } from '@cairn/api';
import type { ClusterId, MemberId } from '@cairn/core';
import { fromBigInt, toUnsignedBigInt } from '@cairn/proto';
import { implement, leaderService, unaryHandler } from '@cairn/rpc';
import type { RpcClient, ServedService } from '@cairn/rpc';
import type { AskLeader, Members } from '../submit/members.ts';
import { answer as answered, failure } from '../submit/outcome.ts';
import type { Outcome } from '../submit/outcome.ts';

export interface LeaderServiceOptions {
  readonly clusterId: ClusterId;
  readonly members: Pick<Members, 'promoteForPeer'>;
}

/** The side that is asked. */
export function leaderServices({ clusterId, members }: LeaderServiceOptions): ServedService {
  return implement(leaderService, {
    promote: unaryHandler(leaderService.promote, (request, answer) => {
      const reply = (outcome: Outcome): void => {
        if (outcome.kind === 'answer') answer(null, { response: outcome.bytes });
        else if (outcome.kind === 'failure') answer(null, outcome);
      };
      if (toUnsignedBigInt(request.cluster_id) !== clusterId) {
        return reply({ kind: 'failure', ...etcdErrors.clusterIdMismatch });
      }
      try {
        const timeoutMs = request.timeout_ms === 0 ? Infinity : request.timeout_ms;
        members.promoteForPeer(toUnsignedBigInt(request.member_id), { timeoutMs, reply });
      } catch (error) {
        reply(failure(error));
      }
    }),
  });
}

/** The side that asks. Rejects when the leader cannot be reached. */
export function askLeaderOver(
  transport: { readonly clientOf: (peer: MemberId) => Pick<RpcClient, 'call'> | undefined },
  clusterId: ClusterId,
): AskLeader {
  return async (leader, { memberId, timeoutMs }) => {
    const client = transport.clientOf(leader);
    if (client === undefined) throw new Error(`no link to member ${leader.toString(16)}`);
    const request = {
      cluster_id: fromBigInt(clusterId, 'unsigned'),
      member_id: fromBigInt(memberId, 'unsigned'),
      timeout_ms: Math.ceil(timeoutMs),
    };
    const { code, message, response } = await client.call(
      leaderService.promote,
      request,
      timeoutMs,
    );
    return code === 0 ? answered(response) : { kind: 'failure', code, message };
  };
}
