// Stopping in an order that loses nothing and surprises nobody: hand over leadership while the peers
// still hear us, stop taking requests, finish the turn of the loop, say what is answered, then put
// everything on disk. Streams are ended from here, because they would never end by themselves.
import type { EventPublisher } from '@cairn/bus';
import type { Replica } from '@cairn/replica';
import type { RpcServer } from '@cairn/rpc';
import type { AdminServer, Logger } from '@cairn/telemetry';
import type { SpanMaker } from '@cairn/tracing';
import type { Wal } from '@cairn/wal';
import type { Passwords } from './auth/passwords.ts';
import type { DataDirectory } from './data-directory.ts';
import type { Departure } from './departure.ts';
import type { EventFeed } from './events/event-feed.ts';
import type { LeaseFeed } from './lease-feed/lease-feed.ts';
import type { MemberAttributes } from './member-attributes.ts';
import type { PeerService } from './peers/peer-service.ts';
import type { PeerTransport } from './peers/peer-transport.ts';
import type { SubmitService } from './submit/submit-service.ts';
import type { Upkeep } from './upkeep.ts';

export interface RunningParts {
  readonly logger: Logger;
  readonly replica: Replica;
  readonly departure: Departure;
  readonly wal: Wal;
  readonly data: DataDirectory;
  readonly transport: PeerTransport;
  readonly peers: PeerService;
  readonly ticker: NodeJS.Timeout;
  readonly attributes: MemberAttributes;
  readonly upkeep: Upkeep;
  readonly feed: EventFeed;
  readonly leaseFeed: LeaseFeed;
  readonly submit: SubmitService;
  readonly passwords: Pick<Passwords, 'close'>;
  readonly servers: readonly RpcServer[];
  readonly admin: AdminServer;
  readonly publisher: EventPublisher | undefined;
  readonly spans: Pick<SpanMaker, 'stop'> | undefined;
}

const handOverMs = 2_000;
/** How long what was taken before the leadership was handed over may take to be applied here. */
const settleMs = 500;
const callsGraceMs = 500;

export async function stopInOrder(parts: RunningParts): Promise<void> {
  const { logger, replica } = parts;
  parts.departure.close();
  await handOver(parts);
  parts.attributes.close();
  parts.upkeep.close();
  parts.leaseFeed.close();
  clearInterval(parts.ticker);
  await replica.stop();
  parts.submit.close();
  await parts.passwords.close();
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
  await parts.spans?.stop();
  logger.info('raft-node stopped');
}

type Unserved = Pick<
  RunningParts,
  'replica' | 'departure' | 'transport' | 'peers' | 'feed' | 'leaseFeed' | 'publisher' | 'data'
> & { readonly recovered: { readonly wal: Wal } };

/** The start is given up before anybody was served: files and locks are free for the next one. */
export async function giveBack(parts: Unserved): Promise<void> {
  const { replica } = parts;
  parts.departure.close();
  parts.leaseFeed.close();
  await replica.stop();
  parts.feed.close();
  parts.peers.close();
  parts.transport.close();
  await parts.publisher?.close();
  await replica.backend.close();
  await parts.recovered.wal.close();
  parts.data.close();
}

/**
 * A leader lets the voter that is furthest take over, so that writers hardly notice. One that is not
 * connected would lead nobody, and the others would wait for an election.
 */
async function handOver({ replica, transport, logger }: RunningParts): Promise<void> {
  // After a failure the loop does not run any more.
  if (!replica.readable) return;
  const { role, peers, lastIndex } = replica.status;
  if (role !== 'leader') return;
  const candidates = peers.filter(
    ({ id, isLearner, recentActive, state }) =>
      !isLearner &&
      (recentActive || state === 'replicate') &&
      transport.connectedSinceMs(id) !== undefined,
  );
  const target = candidates.toSorted((a, b) => b.match - a.match)[0];
  if (target === undefined) return;
  logger.info({ to: target.id.toString(16), behind: lastIndex - target.match }, 'handing over');
  const isDone = await settled(
    replica,
    handOverMs,
    () => replica.role !== 'leader',
    () => replica.transferLeadership(target.id),
  );
  if (!isDone) {
    logger.warn({ to: target.id.toString(16), handOverMs }, 'nobody took over in time');
    return;
  }
  // The callers whose writes are in the log already are still told how they ended.
  const { lastIndex: taken } = replica.status;
  await settled(replica, settleMs, () => replica.appliedIndex >= taken);
}

/** Whether the condition came true in time; it is looked at whenever the replica tells something. */
function settled(
  replica: Replica,
  timeoutMs: number,
  condition: () => boolean,
  begin: () => void = () => undefined,
): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs, false);
    const look = (): void => {
      if (!condition()) return;
      clearTimeout(timer);
      resolve(true);
    };
    replica.listen({ onLeadership: look, onApplied: look });
    begin();
    look();
  });
}
