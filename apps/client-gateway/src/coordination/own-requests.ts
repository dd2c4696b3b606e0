// Requests that the gateway makes itself while it serves a call: the recipes behind Lock and Election
// are made of ranges, transactions and watches. They go the way of every client's request, so the
// raft-node cannot tell them from those of a client that follows the recipe itself.
import { ApiError } from '@cairn/api';
import type { CallInfo } from '@cairn/edge';
import { etcdserverpb, toSignedBigInt } from '@cairn/proto';
import type { Int64 } from '@cairn/proto';
import type { Caller } from '../node/caller.ts';
import { nodeMethod } from '../node/methods.ts';
import type { NodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import { statusOfRecipe } from './recipe-status.ts';

const { DeleteRangeRequest, DeleteRangeResponse, LeaseGrantRequest, LeaseGrantResponse } =
  etcdserverpb;
const { RangeRequest, RangeResponse, TxnRequest, TxnResponse } = etcdserverpb;

/** What etcd grants to a caller that names no lease. Nobody but the caller keeps it alive. */
const leaseTtlSeconds = 60;

type AskingCall = Caller & Pick<CallInfo, 'deadlineMs'>;

export class OwnRequests {
  readonly #link: Pick<NodeLink, 'submit'>;
  readonly #call: AskingCall;

  /** @param call whose deadline and whose rights are those of the requests. */
  constructor(link: Pick<NodeLink, 'submit'>, call: AskingCall) {
    this.#link = link;
    this.#call = call;
  }

  /** @throws ApiError, as all of these. */
  async range(fields: etcdserverpb.RangeRequest.$Properties): Promise<etcdserverpb.RangeResponse> {
    const request = RangeRequest.encode(fields).finish();
    return RangeResponse.decode(await this.#ask(nodeMethod.range, request, this.#call.deadlineMs));
  }

  async deleteRange(
    fields: etcdserverpb.DeleteRangeRequest.$Properties,
  ): Promise<etcdserverpb.DeleteRangeResponse> {
    const request = DeleteRangeRequest.encode(fields).finish();
    const { deadlineMs } = this.#call;
    return DeleteRangeResponse.decode(await this.#ask(nodeMethod.deleteRange, request, deadlineMs));
  }

  async txn(fields: etcdserverpb.TxnRequest.$Properties): Promise<etcdserverpb.TxnResponse> {
    const request = TxnRequest.encode(fields).finish();
    return TxnResponse.decode(await this.#ask(nodeMethod.txn, request, this.#call.deadlineMs));
  }

  /** A transaction whose outcome somebody has to know although the call may be over before. */
  async txnToItsEnd(
    fields: etcdserverpb.TxnRequest.$Properties,
  ): Promise<etcdserverpb.TxnResponse> {
    const request = TxnRequest.encode(fields).finish();
    return TxnResponse.decode(await this.#ask(nodeMethod.txn, request, undefined));
  }

  /** The lease itself, or a new one in the place of 0. */
  async leaseOrNew(lease: Int64): Promise<bigint> {
    const id = toSignedBigInt(lease);
    if (id !== 0n) return id;
    const request = LeaseGrantRequest.encode({ TTL: leaseTtlSeconds }).finish();
    const answer = await this.#ask(nodeMethod.leaseGrant, request, this.#call.deadlineMs);
    return toSignedBigInt(LeaseGrantResponse.decode(answer).ID);
  }

  #ask(
    method: NodeMethod,
    request: Uint8Array,
    deadlineMs: number | undefined,
  ): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const sink = {
        respond: resolve,
        fail: (code: number, message: string) =>
          reject(ApiError.of(statusOfRecipe({ code, message }))),
      };
      this.#link.submit(method, request, deadlineMs, sink, this.#call);
    });
  }
}
