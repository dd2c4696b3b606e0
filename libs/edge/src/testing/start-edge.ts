// A real edge on a free port for tests, with small limits, cut when the test is over.
import { anyCertificate, defaultProtocolRules, fixedMaterial } from '@cairn/tls';
import type { Refusal, ServerTls } from '@cairn/tls';
import type { Edge, EdgeServices, EdgeTuning, HttpHandler } from '../types.ts';
import type { StreamHandler, UnaryHandler } from '../types.ts';
import { listenEdge } from '../edge.ts';

export interface TestEdgeOptions {
  readonly unary?: Readonly<Record<string, UnaryHandler>>;
  readonly stream?: Readonly<Record<string, StreamHandler>>;
  readonly http?: HttpHandler;
  readonly tuning?: Partial<EdgeTuning>;
  readonly requestMessageBytesMax?: number;
  readonly concurrentStreamsMax?: number;
  readonly tls?: TestTls;
  readonly onRefused?: (refusal: Refusal) => void;
}

/** PEM texts. */
export interface TestTls {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  readonly requestCert: boolean;
}

export function serverTlsOf({ cert, key, ca, requestCert }: TestTls): ServerTls {
  return {
    source: fixedMaterial({ cert, key, ca: [ca] }),
    protocol: defaultProtocolRules,
    requiresCertificate: requestCert,
    rules: anyCertificate,
  };
}

export interface TestEdge extends AsyncDisposable {
  readonly edge: Edge;
  readonly port: number;
  /** host:port */
  readonly address: string;
}

export async function startEdge(options: TestEdgeOptions): Promise<TestEdge> {
  const services: EdgeServices = {
    unary: new Map(Object.entries(options.unary ?? {})),
    stream: new Map(Object.entries(options.stream ?? {})),
  };
  const edge = await listenEdge({
    host: '127.0.0.1',
    port: 0,
    services,
    http: options.http ?? (() => Promise.resolve(undefined)),
    limits: {
      requestMessageBytesMax: options.requestMessageBytesMax ?? 1024 * 1024,
      concurrentStreamsMax: options.concurrentStreamsMax ?? 1000,
    },
    tuning: options.tuning ?? {},
    ...(options.tls === undefined ? {} : { tls: serverTlsOf(options.tls) }),
    ...(options.onRefused === undefined ? {} : { onRefused: options.onRefused }),
  });
  return {
    edge,
    port: edge.port,
    address: `127.0.0.1:${String(edge.port)}`,
    [Symbol.asyncDispose]: () => edge.close(0),
  };
}
