import { assert } from '@cairn/core';
import type { EdgeServices, StreamHandler, UnaryHandler } from '../types.ts';

export type CallTarget =
  | { readonly kind: 'unary'; readonly handler: UnaryHandler }
  | { readonly kind: 'stream'; readonly handler: StreamHandler }
  /** `message` is the text of the UNIMPLEMENTED answer, as grpc-go words it. */
  | { readonly kind: 'unknown'; readonly message: string };

/** Finds the handler of a path, or says what is wrong with it. */
export class ServiceTable {
  readonly #targets = new Map<string, CallTarget>();
  readonly #serviceNames = new Set<string>();

  constructor(services: EdgeServices) {
    for (const [path, handler] of services.unary) this.#add(path, { kind: 'unary', handler });
    for (const [path, handler] of services.stream) this.#add(path, { kind: 'stream', handler });
  }

  find(path: string): CallTarget {
    return this.#targets.get(path) ?? { kind: 'unknown', message: this.#explain(path) };
  }

  #add(path: string, target: CallTarget): void {
    const slash = path.lastIndexOf('/');
    assert(path.startsWith('/') && slash > 1, `gRPC path ${path} is not /service/method`);
    assert(!this.#targets.has(path), `gRPC path ${path} is handled twice`);
    this.#targets.set(path, target);
    this.#serviceNames.add(path.slice(1, slash));
  }

  #explain(path: string): string {
    const name = path.startsWith('/') ? path.slice(1) : path;
    const slash = name.lastIndexOf('/');
    if (slash < 0) return `malformed method name: ${JSON.stringify(path)}`;
    const service = name.slice(0, slash);
    if (!this.#serviceNames.has(service)) return `unknown service ${service}`;
    return `unknown method ${name.slice(slash + 1)} for service ${service}`;
  }
}
