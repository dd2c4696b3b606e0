import { GrpcCode } from '@cairn/api';
import type { ClusterId } from '@cairn/core';
import { toSafeNumber, toUnsignedBigInt } from '@cairn/proto';
import { peerService, unaryHandler } from '@cairn/rpc';
import type { Handler } from '@cairn/rpc';
import type { HashReporter } from './hash-reporter.ts';
import { reportFields } from './member-hash.ts';

/** Peer.HashKv: answers members of this cluster. */
export function hashKvHandler(
  clusterId: ClusterId,
  reporter: Pick<HashReporter, 'report'>,
): Handler {
  return unaryHandler(peerService.hashKv, (request, answer) => {
    const theirs = toUnsignedBigInt(request.cluster_id);
    if (theirs !== clusterId) {
      const details = `cluster ID mismatch: ${theirs.toString(16)} and ${clusterId.toString(16)}`;
      return answer({ code: GrpcCode.failedPrecondition, details });
    }
    reporter.report(toSafeNumber(request.revision)).then(
      (report) => answer(null, reportFields(report)),
      (error: unknown) => answer({ code: GrpcCode.unavailable, details: String(error) }),
    );
  });
}
