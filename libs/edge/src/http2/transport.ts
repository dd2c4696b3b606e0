// gRPC over HTTP/2: sockets in, calls out. Here is what concerns all connections: the set of them,
// the end of the turn at which their output leaves, and the clock that judges the slow and the silent.
import type { Socket } from 'node:net';
import type { Http2Limits } from '@cairn/http2';
import { Deadlines } from '../grpc/deadlines.ts';
import type { ServiceTable } from '../grpc/service-table.ts';
import type { EdgeLimits, EdgeTuning } from '../types.ts';
import { CallPlans } from './call-plans.ts';
import type { ConnectionContext } from './connection.ts';
import { GrpcConnection } from './connection.ts';
import { EndOfTurn } from './end-of-turn.ts';
import type { HttpService } from './http-exchange.ts';

export interface Http2TransportOptions {
  readonly services: ServiceTable;
  /** Plain HTTP over HTTP/2; without it everything but gRPC is refused as such. */
  readonly servesHttp: boolean;
  readonly http: HttpService;
  readonly limits: EdgeLimits;
  readonly http2Limits: Http2Limits;
  readonly tuning: EdgeTuning;
}

export class Http2Transport {
  readonly #context: ConnectionContext;
  readonly #connections = new Set<GrpcConnection>();
  /** Runs while there are connections. */
  #ticker: NodeJS.Timeout | undefined;
  #onEmpty: (() => void) | undefined;

  constructor(options: Http2TransportOptions) {
    this.#context = {
      plans: new CallPlans(options.services, options.servesHttp),
      http: options.http,
      deadlines: new Deadlines(),
      messageBytesMax: options.limits.requestMessageBytesMax,
      limits: options.http2Limits,
      tuning: options.tuning,
      endOfTurn: new EndOfTurn(),
      onGone: (connection) => {
        this.#forget(connection);
      },
    };
  }

  /** Takes over a connection whose first bytes are still to be read. */
  accept(socket: Socket, certificateName: string | undefined): void {
    this.#connections.add(new GrpcConnection(socket, this.#context, certificateName));
    this.#ticker ??= setInterval(() => {
      this.#tick();
    }, this.#context.tuning.tickMs).unref();
  }

  /**
   * GOAWAY on every connection; each closes when its last call is over. Resolves when all have
   * closed and the handlers of calls that were cut have heard of it.
   */
  drain(): Promise<void> {
    for (const connection of this.#connections) connection.drain();
    if (this.#connections.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const connection of this.#connections) connection.tick(nowMs);
  }

  #forget(connection: GrpcConnection): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
    this.#onEmpty?.();
  }
}
