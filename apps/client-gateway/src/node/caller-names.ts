// Whose calls these are, for what the gateway itself does with names: the audit log, and limits per user. The
// raft-node alone knows tokens, so it is asked once for each; a token never changes its user, so the answer is
// kept as long as there is room. It says who shows the token and not that the token still counts: that is
// asked with every request, by the raft-node.
import { GrpcCode, cairn } from '@cairn/proto';
import { rememberedTokensMax } from '../limits.ts';
import { certificateUserOf, tokenOf } from './caller.ts';
import type { Caller } from './caller.ts';
import { nodeMethod } from './methods.ts';
import type { NodeLink } from './node-link.ts';

export interface CallerNamesOptions {
  readonly link: Pick<NodeLink, 'submit' | 'state'>;
  readonly certificatesNameUsers: boolean;
}

/** Empty = nobody, or auth is off; undefined = it could not be found out. */
export type CallerName = string | undefined;

const noBytes = new Uint8Array(0);

export class CallerNames {
  readonly #options: CallerNamesOptions;
  /** By token; the oldest first. */
  readonly #known = new Map<string, string>();
  readonly #asked = new Map<string, Promise<CallerName>>();

  constructor(options: CallerNamesOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  nameOf(call: Caller): CallerName | Promise<CallerName> {
    const { link, certificatesNameUsers } = this.#options;
    if (!link.state.isAuthEnabled) return '';
    const token = tokenOf(call);
    if (token === undefined) return certificatesNameUsers ? certificateUserOf(call) : '';
    return this.#known.get(token) ?? this.#asked.get(token) ?? this.#ask(token, call);
  }

  #ask(token: string, call: Caller): Promise<CallerName> {
    const { promise, resolve } = Promise.withResolvers<CallerName>();
    this.#asked.set(token, promise);
    const settle = (name: CallerName): void => {
      this.#asked.delete(token);
      if (name !== undefined && name !== '') this.#remember(token, name);
      resolve(name);
    };
    const sink = {
      respond: (message: Uint8Array) => settle(cairn.v1.WhoAmIResponse.decode(message).user),
      fail: (code: number) => settle(code === GrpcCode.unauthenticated ? '' : undefined),
    };
    // Not with the deadline of this call: others may wait for the same answer, with more patience.
    this.#options.link.submit(nodeMethod.whoAmI, noBytes, undefined, sink, call);
    return promise;
  }

  #remember(token: string, user: string): void {
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= rememberedTokensMax) this.#known.delete(oldest);
    this.#known.set(token, user);
  }
}
