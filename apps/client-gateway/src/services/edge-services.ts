// Puts services onto the listener. What is the same for every call happens here and nowhere else:
// counting, and the `hasleader` metadata, with which a client asks to be refused rather than served
// by a member that has lost the cluster (etcd: clientv3.WithRequireLeader).
import type { CallInfo, EdgeServices, StreamHandler, UnaryHandler } from '@cairn/edge';
import type { LeaderWatch } from '../node/leader-watch.ts';
import { etcdErrors } from '@cairn/api';
import type { GatewayService } from './gateway-service.ts';
import { ObservedStreamCall, ObservedUnaryCall } from './observed-call.ts';
import { RpcCounters } from './rpc-counters.ts';
import type { CallKind, TrafficCounters } from './rpc-counters.ts';

export interface EdgeServicesOptions {
  readonly leader: Pick<LeaderWatch, 'hasLeader' | 'onLost'>;
  readonly traffic: TrafficCounters;
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
      unary.set(`/${name}/${method}`, observeUnary(handle, counters, options.leader));
    }
    for (const [method, { kind, handle }] of Object.entries(streamMethods)) {
      const counters = count(name, method, kind);
      stream.set(`/${name}/${method}`, observeStream(handle, counters, options.leader));
    }
  }
  return { unary, stream };
}

type Leader = EdgeServicesOptions['leader'];

function observeUnary(handle: UnaryHandler, counters: RpcCounters, leader: Leader): UnaryHandler {
  return (request, call) => {
    const observed = new ObservedUnaryCall(call, counters);
    counters.received(request);
    // Reading metadata costs something; as long as there is a leader nobody has to ask.
    if (!leader.hasLeader && requiresLeader(call)) {
      observed.fail(etcdErrors.noLeader.code, etcdErrors.noLeader.message);
    } else {
      handle(request, observed);
    }
  };
}

function observeStream(
  handle: StreamHandler,
  counters: RpcCounters,
  leader: Leader,
): StreamHandler {
  return (call) => {
    let forget: (() => void) | undefined;
    const observed = new ObservedStreamCall(call, counters, () => forget?.());
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

function requiresLeader({ metadata }: CallInfo): boolean {
  return metadata.get('hasleader') === 'true';
}
