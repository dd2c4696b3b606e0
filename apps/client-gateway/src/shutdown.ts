// Leaves nobody hanging: first streams that would never end by themselves are ended (their clients
// open them elsewhere), then calls in flight may finish, and only then what they need goes away.
import type { Edge } from '@cairn/edge';
import type { RpcClient } from '@cairn/rpc';
import type { AdminServer } from '@cairn/telemetry';
import type { SpanMaker } from '@cairn/tracing';
import type { AuditLog } from './audit/audit-log.ts';
import type { KeeperLink } from './lease/keeper-link.ts';
import type { LeaderWatch } from './node/leader-watch.ts';
import type { NodeLink } from './node/node-link.ts';
import type { WatchSystem } from './watch/watch-system.ts';

export interface Stoppable {
  readonly graceMs: number;
  readonly edges: readonly Edge[];
  readonly streaming: readonly { stop(): void }[];
  readonly watching: WatchSystem;
  readonly keeper: KeeperLink;
  readonly leader: LeaderWatch;
  readonly link: NodeLink;
  /** What the others still have to say about calls goes into it. */
  readonly audit: AuditLog | undefined;
  readonly clients: readonly RpcClient[];
  readonly admins: readonly AdminServer[];
  readonly spans: SpanMaker | undefined;
}

export async function stopInOrder(parts: Stoppable): Promise<void> {
  const closing = parts.edges.map((edge) => edge.close(parts.graceMs));
  for (const service of parts.streaming) service.stop();
  await Promise.all(closing);
  await parts.watching.close();
  parts.keeper.close();
  parts.leader.close();
  parts.link.close();
  await parts.audit?.close();
  for (const client of parts.clients) client.close();
  await Promise.all(parts.admins.map((admin) => admin.close()));
  await parts.spans?.stop();
}
