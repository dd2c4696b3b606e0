// What the bench and its load generator, a process of its own, say to each other.
import type { Figures } from '../figures.ts';

interface ConnectionPlan {
  /** `host:port`; connection number i goes to endpoint number i, over and over. */
  readonly endpoints: readonly string[];
  readonly connections: number;
  /** Requests in flight on each connection. */
  readonly streams: number;
}

/** What is sent. A message is protobuf, without gRPC's prefix. */
export type RequestPlan =
  | { readonly kind: 'put'; readonly key: string; readonly valueBytes: number }
  /** Every put writes the next key: the prefix and eight digits, from 0. */
  | { readonly kind: 'fill'; readonly keyPrefix: string; readonly valueBytes: number }
  /** Compare-and-swap; every slot has a key of its own, which does not exist yet. */
  | { readonly kind: 'txn'; readonly keyPrefix: string; readonly valueBytes: number }
  | {
      readonly kind: 'range';
      readonly message: Uint8Array;
      readonly answerBytes: number;
      /** By how much an answer may be longer, where writes elsewhere make revisions longer. */
      readonly slackBytes: number;
    };

export interface ClosedLoopPlan extends ConnectionPlan {
  readonly kind: 'closed-loop';
  readonly request: RequestPlan;
  readonly warmUpRequests: number;
  readonly requests: number;
}

export interface OpenLoopPlan extends ConnectionPlan {
  readonly kind: 'open-loop';
  readonly request: RequestPlan;
  readonly ratePerSecond: number;
  readonly warmUpRequests: number;
  readonly requests: number;
}

/** Requests without an end, until the generator is told to stop. */
export interface BackgroundPlan extends ConnectionPlan {
  readonly kind: 'background';
  readonly request: RequestPlan;
}

export interface WatchPlan {
  readonly kind: 'watch';
  readonly endpoint: string;
  /** Each connection has one Watch stream, as a client of etcd has. */
  readonly connections: number;
  readonly watchersPerConnection: number;
  readonly keyPrefix: string;
  readonly valueBytes: number;
  readonly warmUpEvents: number;
  readonly events: number;
  /** So many events at most are on their way to some watcher. */
  readonly eventsAhead: number;
}

export interface KeepAlivePlan {
  readonly kind: 'keepalive';
  readonly endpoint: string;
  /** Each on a connection of its own, as the clients of etcd have it. */
  readonly streams: number;
  readonly leasesPerStream: number;
  readonly firstLeaseId: number;
  readonly warmUpRenewals: number;
  readonly renewals: number;
}

/** The same as a closed loop, with grpc-js as the client. */
export interface GrpcJsPlan extends ConnectionPlan {
  readonly kind: 'grpc-js';
  readonly method: string;
  readonly message: Uint8Array;
  /** The length of every answer; undefined for writes, whose answers hold a revision. */
  readonly answerBytes: number | undefined;
  readonly warmUpRequests: number;
  readonly requests: number;
}

export type GeneratorPlan =
  ClosedLoopPlan | OpenLoopPlan | BackgroundPlan | WatchPlan | KeepAlivePlan | GrpcJsPlan;

export type ToGenerator =
  | { readonly kind: 'prepare'; readonly plan: GeneratorPlan }
  | { readonly kind: 'go' }
  | { readonly kind: 'stop' };

export type FromGenerator =
  /** Connected and warmed up. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly figures: Figures }
  | { readonly kind: 'failed'; readonly reason: string };

/** What a generator does once it is ready. */
export interface Workload {
  /** @param stopped ends work that has no end of its own. */
  run(stopped: AbortSignal): Promise<Figures>;
}
