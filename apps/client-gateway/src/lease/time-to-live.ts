// LeaseTimeToLive has two halves: the raft-node knows the granted TTL and the keys, the lease-keeper
// knows how much of it is left. A lease that the keeper (after asking Raft) does not know any more ran
// out between the two answers.
import type { UnaryCall, UnaryHandler } from '@cairn/edge';
import { etcdserverpb, toClampedNumber, toSignedBigInt } from '@cairn/proto';
import { wordsOfLeaseId } from '@cairn/rpc';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import type { KeeperLink } from './keeper-link.ts';
import { KeeperQuestion } from './keeper-question.ts';
import type { KeeperAnswer } from './keeper-question.ts';

const { LeaseTimeToLiveResponse } = etcdserverpb;
const ttlOfUnknownLease = -1;

export function timeToLive(
  link: Pick<NodeLink, 'submit'>,
  keeper: Pick<KeeperLink, 'ask'>,
): UnaryHandler {
  return (request, call) => {
    const sink = {
      fail: (code: number, message: string) => call.fail(code, message),
      respond: (message: Uint8Array) => {
        const lease = LeaseTimeToLiveResponse.decode(message);
        if (toClampedNumber(lease.TTL) === ttlOfUnknownLease) {
          call.respond(message);
          return;
        }
        keeper.ask(new RemainingTime(lease, call));
      },
    };
    link.submit(nodeMethod.leaseTimeToLive, request, call.deadlineMs, sink, call);
  };
}

class RemainingTime extends KeeperQuestion {
  readonly #lease: etcdserverpb.LeaseTimeToLiveResponse;
  readonly #call: UnaryCall;

  constructor(lease: etcdserverpb.LeaseTimeToLiveResponse, call: UnaryCall) {
    super(wordsOfLeaseId(toSignedBigInt(lease.ID)), true, call.deadlineMs);
    this.#lease = lease;
    this.#call = call;
  }

  answered(answer: KeeperAnswer): void {
    if (answer.kind === 'failed') this.#call.fail(answer.status.code, answer.status.message);
    else this.#call.respond(combine(this.#lease, answer));
  }
}

function combine(
  { header, ID, grantedTTL, keys }: etcdserverpb.LeaseTimeToLiveResponse,
  answer: Exclude<KeeperAnswer, { kind: 'failed' }>,
): Uint8Array {
  const fields =
    answer.kind === 'alive'
      ? { TTL: answer.ttlSeconds, grantedTTL, keys }
      : { TTL: ttlOfUnknownLease };
  return LeaseTimeToLiveResponse.encode({ header: header ?? null, ID, ...fields }).finish();
}
