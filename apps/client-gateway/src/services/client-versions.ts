// Which releases of etcd's client library ask (etcd: etcd_server_client_requests_total): the library says its
// version with every call. Clients choose what they say, so what is counted by itself is bounded.
import { isUtf8 } from 'node:buffer';
import type { CallInfo } from '@cairn/edge';

export type CallForm = 'unary' | 'stream';

interface Count {
  requests: number;
}

const versionsMax = 100;
const versionCharactersMax = 64;
const unknown = 'unknown';
const others = 'other';

export class ClientVersions {
  readonly #counts: Readonly<Record<CallForm, Map<string, Count>>> = {
    unary: new Map(),
    stream: new Map(),
  };

  /** False, and not counted, when what the client says is no text in UTF-8. */
  add(form: CallForm, { metadata }: Pick<CallInfo, 'metadata'>): boolean {
    const version = metadata.get('client-api-version') ?? unknown;
    const known = this.#counts[form].get(version);
    if (known !== undefined) known.requests += 1;
    else if (isUtf8(Buffer.from(version, 'latin1'))) this.#addNew(form, version);
    else return false;
    return true;
  }

  each(tell: (form: CallForm, version: string, requests: number) => void): void {
    for (const form of ['unary', 'stream'] as const) {
      for (const [version, { requests }] of this.#counts[form]) tell(form, version, requests);
    }
  }

  #addNew(form: CallForm, version: string): void {
    const counts = this.#counts[form];
    const isCounted = counts.size < versionsMax && version.length <= versionCharactersMax;
    const name = isCounted ? version : others;
    const count = counts.get(name) ?? { requests: 0 };
    count.requests += 1;
    counts.set(name, count);
  }
}
