// etcdserverpb.Watch
import type { StreamCall, StreamHandler } from '@cairn/edge';
import type { GatewayService } from '../services/gateway-service.ts';
import { etcdErrors } from '@cairn/api';
import { WatchSession } from './watch-session.ts';
import type { WatchSessionOptions } from './watch-session.ts';

export interface WatchServiceMetrics {
  sessionOpened(): void;
  sessionClosed(): void;
}

export interface WatchServiceOptions {
  readonly session: Omit<WatchSessionOptions, 'call' | 'onClosed'>;
  readonly metrics: WatchServiceMetrics;
}

export interface WatchService extends GatewayService {
  /** Serves one stream: a client's, or one of the gateway's own. */
  readonly open: StreamHandler;
  /** Ends all sessions, so that their clients go elsewhere. */
  stop(): void;
}

export function watchService({ session, metrics }: WatchServiceOptions): WatchService {
  const open = (call: StreamCall): void => {
    metrics.sessionOpened();
    // It lives in `session.sessions` and by the listeners of its call.
    // oxlint-disable-next-line no-new
    new WatchSession({ ...session, call, onClosed: () => metrics.sessionClosed() });
  };
  return {
    name: 'etcdserverpb.Watch',
    unary: {},
    stream: { Watch: { kind: 'bidi_stream', handle: open } },
    open,
    stop: () => {
      for (const each of session.sessions) each.end(etcdErrors.stopped);
    },
  };
}
