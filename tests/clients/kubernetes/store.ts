// The store as kube-apiserver uses it: every object is one key below /registry, every change one of four
// shapes of a transaction, every list a Range at one revision, and watches with everything that the cache of
// the apiserver rests on. What it does not use (Put, DeleteRange, KeepAlive, sorting, …) is not here.
import type {
  Answer,
  EtcdClient,
  MessageStream,
  Received,
  Sent,
  UnaryRpcs,
} from '../../kit/index.ts';

export type Txn = Answer<UnaryRpcs['Txn']>;
export type Range = Answer<UnaryRpcs['Range']>;
export type WatchStream = MessageStream<Sent<'Watch'>, Received<'Watch'>>;

const equal = 0;
const versionTarget = 0;
const modTarget = 2;

/** Holds the compaction that the apiservers have agreed on. */
export const compactKey = 'compact_rev_key';

export interface ListPage {
  /** Of the pages before: all are of one revision. */
  readonly revision?: number;
  /** The last key of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

export class KubernetesStore {
  readonly #client: EtcdClient;

  constructor(client: EtcdClient) {
    this.#client = client;
  }

  create(key: string, value: string, lease = 0n): Promise<Txn> {
    return this.#client.call('Txn', {
      compare: [{ key, target: modTarget, result: equal, mod_revision: 0 }],
      success: [{ request_put: { key, value, lease } }],
    });
  }

  update(key: string, value: string, expectedRevision: number, lease = 0n): Promise<Txn> {
    return this.#client.call('Txn', {
      compare: [{ key, target: modTarget, result: equal, mod_revision: expectedRevision }],
      success: [{ request_put: { key, value, lease } }],
      failure: [{ request_range: { key } }],
    });
  }

  delete(key: string, expectedRevision: number): Promise<Txn> {
    return this.#client.call('Txn', {
      compare: [{ key, target: modTarget, result: equal, mod_revision: expectedRevision }],
      success: [{ request_delete_range: { key } }],
      failure: [{ request_range: { key } }],
    });
  }

  get(key: string, revision = 0): Promise<Range> {
    return this.#client.call('Range', { key, limit: 1, revision });
  }

  list(prefix: string, { revision = 0, after, limit = 0 }: ListPage = {}): Promise<Range> {
    const key = after === undefined ? prefix : `${after}\0`;
    return this.#client.call('Range', { key, range_end: endOf(prefix), limit, revision });
  }

  count(prefix: string): Promise<Range> {
    return this.#client.call('Range', { key: prefix, range_end: endOf(prefix), count_only: true });
  }

  keys(prefix: string): Promise<Range> {
    return this.#client.call('Range', { key: prefix, range_end: endOf(prefix), keys_only: true });
  }

  grant(ttlSeconds: number): Promise<Answer<UnaryRpcs['LeaseGrant']>> {
    return this.#client.call('LeaseGrant', { TTL: ttlSeconds });
  }

  status(): Promise<Answer<UnaryRpcs['Status']>> {
    return this.#client.call('Status', {});
  }

  /** One of several apiservers wins; the others read what it wrote. */
  agreeOnCompaction(version: number, revision: number): Promise<Txn> {
    return this.#client.call('Txn', {
      compare: [{ key: compactKey, target: versionTarget, result: equal, version }],
      success: [{ request_put: { key: compactKey, value: String(revision) } }],
      failure: [{ request_range: { key: compactKey } }],
    });
  }

  compact(revision: number): Promise<Answer<UnaryRpcs['Compact']>> {
    return this.#client.call('Compact', { revision });
  }

  openWatches(): WatchStream {
    return this.#client.openStream('Watch', { metadata: { hasleader: 'true' } });
  }
}

/** One more watch on the stream of all. */
export function watch(stream: WatchStream, prefix: string, startRevision: number): void {
  stream.send({
    create_request: {
      key: prefix,
      range_end: prefix.endsWith('/') ? endOf(prefix) : '',
      start_revision: startRevision,
      prev_kv: true,
      progress_notify: true,
    },
  });
}

export function requestProgress(stream: WatchStream): void {
  stream.send({ progress_request: {} });
}

/** Of a prefix that ends in a slash. */
function endOf(prefix: string): string {
  return `${prefix.slice(0, -1)}0`;
}
