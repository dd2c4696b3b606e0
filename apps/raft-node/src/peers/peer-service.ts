// The listening side of the peer port. A stream says first which cluster and member it comes from
// and whom it means to reach; a member of another cluster is refused, with a message that names both.
import type { ClusterId, MemberId } from '@cairn/core';
import { toUnsignedBigInt } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import type { Message } from '@cairn/raft';
import { bidiHandler, clientStreamHandler, failStream, implement, peerService } from '@cairn/rpc';
import type { ServedService } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import type { SnapshotReceiver } from '../snapshots/snapshot-receiver.ts';
import { messageOf } from './message-codec.ts';

export interface PeerServiceOptions {
  readonly clusterId: ClusterId;
  readonly self: MemberId;
  readonly logger: Logger;
  readonly onMessages: (messages: readonly Message[]) => void;
  readonly snapshots: SnapshotReceiver;
}

const failedPrecondition = 9;

export function servePeers(options: PeerServiceOptions): ServedService {
  return implement(peerService, {
    messages: bidiHandler(peerService.messages, (stream) => {
      let greeted = false;
      stream.on('data', (batch: cairn.v1.PeerBatch) => {
        if (!greeted) {
          const mistake = greetingMistake(options, batch);
          if (mistake !== undefined) {
            options.logger.warn({ reason: mistake }, 'refused a peer');
            stream.removeAllListeners('data');
            failStream(stream, { code: failedPrecondition, details: mistake });
            return;
          }
          greeted = true;
          stream.write({});
        }
        if (batch.messages.length > 0) options.onMessages(batch.messages.map(messageOf));
      });
      stream.on('end', () => stream.end());
    }),
    installSnapshot: clientStreamHandler(peerService.installSnapshot, (stream, answer) => {
      options.snapshots.receive(stream).then(
        (reason) => answer(null, { accepted: reason === undefined, reason: reason ?? '' }),
        (error: unknown) => answer(null, { accepted: false, reason: String(error) }),
      );
    }),
  });
}

function greetingMistake(
  { clusterId, self }: PeerServiceOptions,
  batch: cairn.v1.PeerBatch,
): string | undefined {
  const theirs = toUnsignedBigInt(batch.cluster_id);
  if (theirs !== clusterId) {
    return (
      `cluster ID mismatch: the peer belongs to cluster ${theirs.toString(16)}, this member to ` +
      `${clusterId.toString(16)}; check --initial-cluster and --initial-cluster-token on both`
    );
  }
  const meant = toUnsignedBigInt(batch.to);
  if (meant !== self) {
    return (
      `member ID mismatch: the peer means member ${meant.toString(16)}, this is ` +
      `${self.toString(16)}; check the peer URLs`
    );
  }
  return undefined;
}
