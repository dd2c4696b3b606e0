// etcdserverpb.Lease
import type { StreamCall } from '@cairn/edge';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import { forward } from '../services/forward.ts';
import type { GatewayService } from '../services/gateway-service.ts';
import { grantLease, revokeLease } from './grant-and-revoke.ts';
import { KeepAliveSession } from './keep-alive-session.ts';
import type { KeeperLink } from './keeper-link.ts';
import { timeToLive } from './time-to-live.ts';

export interface LeaseService extends GatewayService {
  /** Ends all keep-alive streams. */
  stop(): void;
}

export function leaseService(link: NodeLink, keeper: KeeperLink): LeaseService {
  const sessions = new Set<KeepAliveSession>();
  const keepAlive = (call: StreamCall): void => {
    const session = new KeepAliveSession({
      call,
      keeper,
      link,
      state: link.state,
      onClosed: () => sessions.delete(session),
    });
    sessions.add(session);
  };
  return {
    name: 'etcdserverpb.Lease',
    unary: {
      LeaseGrant: grantLease(link, keeper),
      LeaseRevoke: revokeLease(link, keeper),
      LeaseTimeToLive: timeToLive(link, keeper),
      LeaseLeases: forward(link, nodeMethod.leaseLeases),
    },
    stream: { LeaseKeepAlive: { kind: 'bidi_stream', handle: keepAlive } },
    stop: () => {
      for (const session of sessions) session.stop();
    },
  };
}
