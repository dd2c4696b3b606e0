// The recipe that locks and elections share. Who wants something puts the key `<name>/<lease>` with
// that lease and waits until no older key with this name is left: keys are ordered by the revision
// that made them, so all clients of all members agree who is first, and a holder that dies leaves the
// line with its lease. All state is in the store: a gateway that dies loses nothing but the wait.
//
// Everybody watches only the key in front of its own. Watching the whole line would wake all that
// wait for every one that leaves.
//
// Invariant: whoever is told to be first has seen its own key after the last older one was gone.
import { ApiError } from '@cairn/api';
import { assert, concatBytes, emptyBytes, fromByteString } from '@cairn/core';
import type { CallInfo, StreamHandler } from '@cairn/edge';
import { etcdserverpb, fromBigInt, toSafeNumber } from '@cairn/proto';
import type { Int64, mvccpb } from '@cairn/proto';
import type { NodeLink } from '../node/node-link.ts';
import { OwnRequests } from './own-requests.ts';
import { OwnWatch } from './own-watch.ts';
import { statusOfLeft } from './recipe-status.ts';

const { CompareResult, CompareTarget } = etcdserverpb.Compare;
const { SortOrder, SortTarget } = etcdserverpb.RangeRequest;
const { FilterType } = etcdserverpb.WatchCreateRequest;

export interface RecipeTools {
  readonly link: Pick<NodeLink, 'submit'>;
  /** Serves a watch stream. */
  readonly openWatch: StreamHandler;
}

export type Header = etcdserverpb.ResponseHeader.$Properties;

/** Where somebody stands in the line. */
export interface Place {
  readonly key: Uint8Array;
  /** That made the key. */
  readonly revision: number;
  /** From when the place was taken or found. */
  readonly header: Header;
  /** The value of a key that was there already; undefined = it is new. */
  readonly foundValue: Uint8Array | undefined;
  readonly isFirst: boolean;
}

export class WaitingLine {
  readonly requests: OwnRequests;
  readonly #openWatch: StreamHandler;
  readonly #call: CallInfo;
  /** All keys of the line begin with it. */
  readonly #prefix: Uint8Array;
  /** The same as the two fields of a request. */
  readonly #keys: { readonly key: Uint8Array; readonly range_end: Uint8Array };

  /** @param call for which the line is used; its end ends every wait. */
  constructor({ link, openWatch }: RecipeTools, call: CallInfo, name: Uint8Array) {
    this.requests = new OwnRequests(link, call);
    this.#openWatch = openWatch;
    this.#call = call;
    this.#prefix = concatBytes([name, fromByteString('/')]);
    // The byte behind the slash.
    this.#keys = { key: this.#prefix, range_end: concatBytes([name, fromByteString('0')]) };
  }

  /**
   * Takes a place with this lease, or finds the one it has.
   * @throws ApiError, as everything here; then there is no new place.
   */
  async join(lease: bigint, value: Uint8Array): Promise<Place> {
    const key = concatBytes([this.#prefix, fromByteString(lease.toString(16))]);
    const lookAtFirst = { request_range: this.#oldest() };
    // Its answer is waited for in any case: a key nobody knows of would block the line.
    const { header, succeeded, responses } = await this.requests.txnToItsEnd({
      compare: [wasCreatedAt(key, 0)],
      success: [{ request_put: { key, value, lease: fromBigInt(lease, 'signed') } }, lookAtFirst],
      failure: [{ request_range: { key } }, lookAtFirst],
    });
    const own = responses[0]?.response_range?.kvs?.[0];
    const oldest = responses[1]?.response_range?.kvs?.[0];
    const revision = succeeded ? revisionOf(header) : createRevisionOf(own);
    const place = {
      key,
      revision,
      header: header ?? {},
      foundValue: succeeded ? undefined : (own?.value ?? emptyBytes),
      isFirst: createRevisionOf(oldest) === revision,
    };
    if (this.#call.signal.aborted) {
      // What this lease holds already is not given up by a call that only asked again.
      if (succeeded || !place.isFirst) await this.leave(place);
      throw ApiError.of(statusOfLeft(this.#call));
    }
    return place;
  }

  /**
   * Waits until the place is the first one; a wait that fails leaves the line.
   * @returns the header of the answer that showed it; undefined = the key has gone with its lease.
   */
  async reachFront(place: Place): Promise<Header | undefined> {
    if (place.isFirst) return place.header;
    try {
      await this.#waitForOlder(place.revision);
      const { header, kvs } = await this.requests.range({ key: place.key });
      if (this.#call.signal.aborted) throw ApiError.of(statusOfLeft(this.#call));
      return createRevisionOf(kvs[0]) === place.revision ? (header ?? {}) : undefined;
    } catch (error) {
      await this.leave(place);
      throw error;
    }
  }

  /** Takes the key away if it is still the one of this place. Where that fails, its lease will. */
  async leave({ key, revision }: Pick<Place, 'key' | 'revision'>): Promise<void> {
    try {
      await this.requests.txnToItsEnd({
        compare: [wasCreatedAt(key, revision)],
        success: [{ request_delete_range: { key } }],
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** The first of the line, if there is anybody. */
  async first(): Promise<{
    readonly header: Header;
    readonly record: mvccpb.KeyValue.$Properties | undefined;
  }> {
    const { header, kvs } = await this.requests.range(this.#oldest());
    return { header: header ?? {}, record: kvs[0] };
  }

  /** Watches one key of the line, or all of them. */
  watch(
    startRevision: number,
    options: { readonly key?: Uint8Array; readonly deletesOnly?: true } = {},
  ): OwnWatch {
    return new OwnWatch(this.#openWatch, this.#call, {
      ...(options.key === undefined ? this.#keys : { key: options.key }),
      start_revision: startRevision,
      filters: options.deletesOnly === true ? [FilterType.NOPUT] : [],
    });
  }

  async #waitForOlder(revision: number): Promise<void> {
    for (;;) {
      const { header, kvs } = await this.requests.range({
        ...this.#keys,
        max_create_revision: revision - 1,
        sort_order: SortOrder.DESCEND,
        sort_target: SortTarget.CREATE,
        limit: 1,
        keys_only: true,
      });
      const inFront = kvs[0]?.key;
      if (inFront === undefined || inFront === null) return;
      using watch = this.watch(revisionOf(header) + 1, { key: inFront, deletesOnly: true });
      // Deleted, or compacted away: the next look says who is in front now.
      await watch.events();
    }
  }

  #oldest(): etcdserverpb.RangeRequest.$Properties {
    return {
      ...this.#keys,
      sort_order: SortOrder.ASCEND,
      sort_target: SortTarget.CREATE,
      limit: 1,
    };
  }
}

/** Revision 0 = the key does not exist. */
export function wasCreatedAt(key: Uint8Array, revision: Int64): etcdserverpb.Compare.$Properties {
  return {
    key,
    target: CompareTarget.CREATE,
    result: CompareResult.EQUAL,
    create_revision: revision,
  };
}

export function revisionOf(header: Header | null | undefined): number {
  const revision = toSafeNumber(header?.revision ?? 0);
  assert(revision > 0, 'answers of the store say at which revision they are');
  return revision;
}

/** 0 = there is no such key. */
function createRevisionOf(record: mvccpb.KeyValue.$Properties | undefined): number {
  return toSafeNumber(record?.create_revision ?? 0);
}
