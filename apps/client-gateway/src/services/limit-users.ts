// How many requests per second one user may make, over all connections to this gateway, while auth is on. It is
// the name that the raft-node has confirmed which counts: whoever shows no token, or a wrong one, cannot use up
// what is somebody else's, and is refused by auth.
import { etcdErrors } from '@cairn/api';
import type { StreamHandler, UnaryHandler } from '@cairn/edge';
import type { CallerName, CallerNames } from '../node/caller-names.ts';
import type { GatewayService } from './gateway-service.ts';
import type { RequestRate } from './request-rate.ts';

export interface UserLimit {
  readonly names: Pick<CallerNames, 'nameOf'>;
  readonly rate: Pick<RequestRate, 'admits'>;
}

export function limitUsers(service: GatewayService, limit: UserLimit): GatewayService {
  const unary = Object.entries(service.unary).map(
    ([method, handle]) => [method, limitUnary(handle, limit)] as const,
  );
  const stream = Object.entries(service.stream).map(
    ([method, { kind, handle }]) => [method, { kind, handle: limitStream(handle, limit) }] as const,
  );
  return { ...service, unary: Object.fromEntries(unary), stream: Object.fromEntries(stream) };
}

function isTooMuch({ rate }: UserLimit, name: CallerName): boolean {
  return name !== undefined && name !== '' && !rate.admits(name);
}

const { code, message } = etcdErrors.tooManyRequests;

function limitUnary(handle: UnaryHandler, limit: UserLimit): UnaryHandler {
  return (request, call) => {
    const serve = (name: CallerName): void => {
      if (isTooMuch(limit, name)) call.fail(code, message);
      else handle(request, call);
    };
    const name = limit.names.nameOf(call);
    if (name instanceof Promise) void name.then(serve);
    else serve(name);
  };
}

function limitStream(handle: StreamHandler, limit: UserLimit): StreamHandler {
  return (call) => {
    const name = limit.names.nameOf(call);
    if (!(name instanceof Promise)) {
      if (isTooMuch(limit, name)) call.end(code, message);
      else handle(call);
      return;
    }
    // Its listeners have to be set now; it is ended as soon as it is known whose it is.
    handle(call);
    void name.then((known) => {
      if (isTooMuch(limit, known)) call.end(code, message);
    });
  };
}
