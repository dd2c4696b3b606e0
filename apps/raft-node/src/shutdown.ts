// Stopping in an order that loses nothing and surprises nobody: hand over leadership while the peers
// still hear us, stop taking requests, finish the turn of the loop, say what is answered, then put
// everything on disk. Streams are ended from here, because they would never end by themselves.
import type { EventPublisher } from '@cairn/bus';
import type { Replica } from '@cairn/replica';
import type { RpcServer } from '@cairn/rpc';
import type { AdminServer, Logger } from '@cairn/telemetry';
import type { Wal } from '@cairn/wal';
import type { DataDirectory } from './data-directory.ts';
import type { EventFeed } from './events/event-feed.ts';
import type { LeaseFeed } from './lease-feed/lease-feed.ts';
import type { MemberAttributes } from './member-attributes.ts';
import type { PeerService } from './peers/peer-service.ts';
import type { PeerTransport } from './peers/peer-transport.ts';
import type { SubmitService } from './submit/submit-service.ts';

export interface RunningParts {
  readonly logger: Logger;
  readonly replica: Replica;
  readonly wal: Wal;
  readonly data: DataDirectory;
  readonly transport: PeerTransport;
  readonly peers: PeerService;
  readonly ticker: NodeJS.Timeout;
  readonly attributes: MemberAttributes;
  readonly feed: EventFeed;
  readonly leaseFeed: LeaseFeed;
  readonly submit: SubmitService;
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
  clearInterval(parts.ticker);
  await replica.stop();
  parts.submit.close();
  parts.feed.close();
  parts.peers.close();
  parts.transport.close();
  await Promise.all(parts.servers.map((server) => server.close(callsGraceMs)));
  await parts.publisher?.close();
  await replica.backend.flush();
  await replica.backend.close();
  await parts.wal.close();
  parts.data.close();
  await parts.admin.close();
  logger.info('raft-node stopped');
}

/** A leader with a follower that is up to date lets it take over, so that writers hardly notice. */
async function handOver({ replica, logger }: RunningParts): Promise<void> {
  // After a failure the loop does not run any more.
  if (!replica.readable) return;
  const { role, peers, lastIndex } = replica.status;
  if (role !== 'leader') return;
  const candidates = peers.filter(
    ({ isLearner, recentActive, state }) => !isLearner && (recentActive || state === 'replicate'),
  );
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
