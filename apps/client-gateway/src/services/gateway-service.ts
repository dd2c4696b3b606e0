// A gRPC service of the gateway as a value: its name and one handler for each method. Every folder
// beside this one makes one of them; `edge-services.ts` puts them onto the listener.
import type { StreamHandler, UnaryHandler } from '@cairn/edge';

export type StreamKind = 'bidi_stream' | 'client_stream' | 'server_stream';

export interface StreamMethod {
  readonly kind: StreamKind;
  readonly handle: StreamHandler;
}

export interface GatewayService {
  /** Package and name, e.g. `etcdserverpb.KV`. */
  readonly name: string;
  /** By method name. */
  readonly unary: Readonly<Record<string, UnaryHandler>>;
  readonly stream: Readonly<Record<string, StreamMethod>>;
}
