// grpc.health.v1.Health: whether this gateway can serve at all, which is whether it has ever reached
// its raft-node and still does. Only the server as a whole ("") is known, as in etcd.
import { ApiError, decodeRequest, decodeStreamMessage, etcdErrors } from '@cairn/api';
import type { StreamCall, UnaryCall } from '@cairn/edge';
import { GrpcCode, grpc } from '@cairn/proto';
import type { NodeStateView } from '../node/node-state.ts';
import type { GatewayService } from '../services/gateway-service.ts';

const { HealthCheckRequest, HealthCheckResponse } = grpc.health.v1;
const { ServingStatus } = HealthCheckResponse;

export interface HealthService extends GatewayService {
  /** From now on the answer is NOT_SERVING, and those who watch are told and let go. */
  stop(): void;
}

export function healthService(state: NodeStateView): HealthService {
  let isStopping = false;
  const watching = new Set<HealthWatch>();
  const status = (): number =>
    state.isConnected && !isStopping ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;

  const check = (request: Uint8Array, call: UnaryCall): void => {
    try {
      const { service } = decodeRequest(HealthCheckRequest, request);
      if (service !== '') call.fail(GrpcCode.notFound, 'unknown service');
      else call.respond(HealthCheckResponse.encode({ status: status() }).finish());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      call.fail(error.code, error.message);
    }
  };

  const watch = (call: StreamCall): void => {
    const opened = new HealthWatch(call, status, () => watching.delete(opened));
    watching.add(opened);
  };

  state.onChange(() => {
    for (const each of watching) each.tell();
  });
  return {
    name: 'grpc.health.v1.Health',
    unary: { Check: check },
    stream: { Watch: { kind: 'server_stream', handle: watch } },
    stop: () => {
      isStopping = true;
      for (const each of watching) each.stop();
    },
  };
}

/** Says the status at first and at every change; an unknown service stays unknown. */
class HealthWatch {
  readonly #call: StreamCall;
  readonly #status: () => number;
  #service: string | undefined;
  #said: number | undefined;

  constructor(call: StreamCall, status: () => number, onClosed: () => void) {
    this.#call = call;
    this.#status = status;
    call.onMessage((message) => this.#receive(message));
    call.onClose(onClosed);
  }

  tell(): void {
    if (this.#service === undefined) return;
    const status = this.#service === '' ? this.#status() : ServingStatus.SERVICE_UNKNOWN;
    if (status === this.#said) return;
    this.#said = status;
    this.#call.send(HealthCheckResponse.encode({ status }).finish());
  }

  stop(): void {
    this.tell();
    this.#call.end(etcdErrors.stopped.code, etcdErrors.stopped.message);
  }

  #receive(message: Uint8Array): void {
    try {
      this.#service = decodeStreamMessage(HealthCheckRequest, message).service;
      this.tell();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#call.end(error.code, error.message);
    }
  }
}
