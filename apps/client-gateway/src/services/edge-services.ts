// Puts services onto the listener. What is the same for every call happens here and nowhere else:
// counting, the `hasleader` metadata, with which a client asks to be refused rather than served by a
// member that has lost the cluster (etcd: clientv3.WithRequireLeader), and what a learner does not serve:
// it may be far behind, and clients that balance over all members must not end up there.
import type { CallInfo, EdgeServices, StreamHandler, UnaryHandler } from '@cairn/edge';
import type { LeaderWatch } from '../node/leader-watch.ts';
import type { NodeStateView } from '../node/node-state.ts';
import { etcdErrors } from '@cairn/api';
import { etcdserverpb } from '@cairn/proto';
import type { Span, SpanMaker } from '@cairn/tracing';
import type { ClientVersions } from './client-versions.ts';
import type { GatewayService } from './gateway-service.ts';
import { ObservedStreamCall, ObservedUnaryCall } from './observed-call.ts';
import type { RequestRate } from './request-rate.ts';
import { RpcCounters } from './rpc-counters.ts';
import type { CallKind, TrafficCounters } from './rpc-counters.ts';
import type { SlowRequests } from './slow-requests.ts';

export interface EdgeServicesOptions {
  readonly leader: Pick<LeaderWatch, 'hasLeader' | 'onLost'>;
  readonly node: Pick<NodeStateView, 'isLearner'>;
  readonly traffic: TrafficCounters;
  readonly clients: ClientVersions;
  /** Left out = no call is traced. */
  readonly spans?: SpanMaker | undefined;
  /** Left out = requests are not limited, or not timed. */
  readonly rate?: RequestRate | undefined;
  readonly slow?: SlowRequests | undefined;
  /** Told of every method once, before its first call. */
  readonly register: (counters: RpcCounters) => void;
}

export function toEdgeServices(
  services: readonly GatewayService[],
  options: EdgeServicesOptions,
): EdgeServices {
  const unary = new Map<string, UnaryHandler>();
  const stream = new Map<string, StreamHandler>();
  const count = (service: string, method: string, kind: CallKind): RpcCounters => {
    const counters = new RpcCounters(service, method, kind, options.traffic);
    options.register(counters);
    return counters;
  };
  for (const { name, unary: unaryMethods, stream: streamMethods } of services) {
    for (const [method, handle] of Object.entries(unaryMethods)) {
      const counters = count(name, method, 'unary');
      const served = learnerServes(name, method);
      unary.set(`/${name}/${method}`, observeUnary(handle, counters, options, served));
    }
    for (const [method, { kind, handle }] of Object.entries(streamMethods)) {
      const counters = count(name, method, kind);
      const served = learnerServes(name, method) === 'always';
      stream.set(`/${name}/${method}`, observeStream(handle, counters, options, served));
    }
  }
  return { unary, stream };
}

type Guards = Pick<EdgeServicesOptions, 'leader' | 'node' | 'rate' | 'slow' | 'clients' | 'spans'>;

function observeUnary(
  handle: UnaryHandler,
  counters: RpcCounters,
  { leader, node, rate, slow, clients, spans }: Guards,
  served: LearnerServes,
): UnaryHandler {
  return (request, call) => {
    const span = spans === undefined ? undefined : beginSpan(spans, call, counters);
    const observed = new ObservedUnaryCall(call, counters, request, slow, span);
    counters.received(request);
    const saysVersion = clients.add('unary', call);
    // Reading metadata costs something; as long as there is a leader nobody has to ask.
    if (rate !== undefined && !rate.admits(call.peerAddress)) {
      observed.fail(etcdErrors.tooManyRequests.code, etcdErrors.tooManyRequests.message);
    } else if (node.isLearner && !isServed(served, request)) {
      const { code, message } = etcdErrors.notSupportedForLearner;
      observed.fail(code, message);
    } else if (!saysVersion) {
      const { code, message } = etcdErrors.invalidClientApiVersion;
      observed.fail(code, message);
    } else if (!leader.hasLeader && requiresLeader(call)) {
      observed.fail(etcdErrors.noLeader.code, etcdErrors.noLeader.message);
    } else {
      handle(request, observed);
    }
  };
}

function observeStream(
  handle: StreamHandler,
  counters: RpcCounters,
  { leader, node, rate, clients }: Guards,
  served: boolean,
): StreamHandler {
  return (call) => {
    let forget: (() => void) | undefined;
    const observed = new ObservedStreamCall(call, counters, () => forget?.());
    const saysVersion = clients.add('stream', call);
    if (rate !== undefined && !rate.admits(call.peerAddress)) {
      observed.end(etcdErrors.tooManyRequests.code, etcdErrors.tooManyRequests.message);
      return;
    }
    if (node.isLearner && !served) {
      const { code, message } = etcdErrors.notSupportedForLearner;
      observed.end(code, message);
      return;
    }
    if (!saysVersion) {
      const { code, message } = etcdErrors.invalidClientApiVersion;
      observed.end(code, message);
      return;
    }
    if (requiresLeader(call)) {
      const refuse = (): void => {
        observed.end(etcdErrors.noLeader.code, etcdErrors.noLeader.message);
      };
      if (!leader.hasLeader) {
        refuse();
        return;
      }
      forget = leader.onLost(refuse);
    }
    handle(observed);
  };
}

/** Named and described as etcd's are. */
function beginSpan(
  spans: SpanMaker,
  call: CallInfo,
  { service, method }: RpcCounters,
): Span | undefined {
  return spans.begin(`${service}/${method}`, call.metadata.get('traceparent'), {
    'rpc.system': 'grpc',
    'rpc.service': service,
    'rpc.method': method,
    'network.peer.address': call.peerAddress,
  });
}

function requiresLeader({ metadata }: CallInfo): boolean {
  return metadata.get('hasleader') === 'true';
}

type LearnerServes = 'always' | 'serializable' | 'never';

/** By path, as in etcd; the health service is no etcd service and has its own checks. */
function learnerServes(service: string, method: string): LearnerServes {
  if (!service.startsWith('etcdserverpb.')) return service.startsWith('v3') ? 'never' : 'always';
  if (service === 'etcdserverpb.Maintenance') {
    return method === 'Status' || method === 'Snapshot' ? 'always' : 'never';
  }
  return service === 'etcdserverpb.KV' && method === 'Range' ? 'serializable' : 'never';
}

function isServed(served: LearnerServes, request: Uint8Array): boolean {
  if (served !== 'serializable') return served === 'always';
  try {
    return etcdserverpb.RangeRequest.decode(request).serializable;
  } catch {
    // Its own handler says what is wrong with it.
    return true;
  }
}
