// Stopping in an order that loses nothing and surprises nobody: hand over leadership while the peers
// still hear us, stop taking requests, finish the turn of the loop, then put everything on disk.
import type { EventPublisher } from '@cairn/bus';
import type { Replica } from '@cairn/replica';
import type { RpcServer } from '@cairn/rpc';
import type { AdminServer, Logger } from '@cairn/telemetry';
import type { Wal } from '@cairn/wal';
import type { EventFeed } from './events/event-feed.ts';
import type { LeaseFeed } from './lease-feed/lease-feed.ts';
import type { MemberAttributes } from './member-attributes.ts';
import type { PeerTransport } from './peers/peer-transport.ts';

export interface RunningParts {
  readonly logger: Logger;
  readonly replica: Replica;
  readonly wal: Wal;
  readonly transport: PeerTransport;
  readonly ticker: NodeJS.Timeout;
  readonly attributes: MemberAttributes;
  readonly feed: EventFeed;
  readonly leaseFeed: LeaseFeed;
  readonly servers: readonly RpcServer[];
  readonly admin: AdminServer;
  readonly publisher: EventPublisher | undefined;
}

const handOverMs = 2_000;
const callsGraceMs = 500;

export async function stopInOrder(parts: RunningParts): Promise<void> {
  const { logger, replica } = parts;
  await handOver(parts);
  parts.attributes.close();
  parts.leaseFeed.close();
  parts.feed.close();
  clearInterval(parts.ticker);
  await replica.stop();
  await Promise.all(parts.servers.map((server) => server.close(callsGraceMs)));
  parts.transport.close();
  await parts.publisher?.close();
  await replica.backend.flush();
  await replica.backend.close();
  await parts.wal.close();
  await parts.admin.close();
  logger.info('raft-node stopped');
}

/** A leader with a follower that is up to date lets it take over, so that writers hardly notice. */
async function handOver({ replica, logger }: RunningParts): Promise<void> {
  const { role, peers, lastIndex } = replica.status;
  if (role !== 'leader') return;
  const candidates = peers.filter((peer) => !peer.isLearner && peer.recentActive);
  const target = candidates.toSorted((a, b) => b.match - a.match)[0];
  if (target === undefined) return;
  logger.info({ to: target.id.toString(16), behind: lastIndex - target.match }, 'handing over');
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, handOverMs);
    replica.listen({
      onLeadership: () => {
        if (replica.role === 'leader') return;
        clearTimeout(timer);
        resolve();
      },
    });
    replica.transferLeadership(target.id);
  });
}
