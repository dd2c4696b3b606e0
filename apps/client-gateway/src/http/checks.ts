// The questions behind /health, /livez and /readyz, each asked of the raft-node the way a client
// would ask: a check that only looks at the gateway's own state would say "fine" while no request
// gets through.
import type { MonotonicClock } from '@cairn/core';
import { etcdserverpb, toUnsignedBigInt } from '@cairn/proto';
import { ask } from '../node/ask.ts';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';

/** undefined = passed; otherwise why not. */
export type CheckResult = string | undefined;

export interface ChecksOptions {
  readonly link: NodeLink;
  readonly clock: MonotonicClock;
  readonly timeoutMs: number;
}

const { AlarmType } = etcdserverpb;
/** A store that asks who is calling is alive enough to ask. */
const answersOfALivingStore: readonly string[] = [
  'etcdserver: user name is empty',
  'etcdserver: permission denied',
];

export class Checks {
  readonly #options: ChecksOptions;

  constructor(options: ChecksOptions) {
    this.#options = options;
  }

  get hasLeader(): boolean {
    return this.#options.link.state.hasLeader;
  }

  async read(serializable: boolean): Promise<CheckResult> {
    const request = etcdserverpb.RangeRequest.encode({
      key: Buffer.from('health'),
      keys_only: true,
      limit: 1,
      serializable,
    }).finish();
    const { link, clock, timeoutMs } = this.#options;
    const outcome = await ask(link, clock, nodeMethod.range, request, timeoutMs);
    if (outcome.kind === 'answer') return undefined;
    const { message } = outcome.status;
    return answersOfALivingStore.includes(message) ? undefined : message;
  }

  /** The names of the alarms that are raised, e.g. `NOSPACE`; or why they are not known. */
  async alarms(): Promise<
    | { readonly kind: 'known'; readonly names: readonly string[] }
    | { readonly kind: 'failed'; readonly reason: string }
  > {
    const { link, clock, timeoutMs } = this.#options;
    const request = etcdserverpb.AlarmRequest.encode({}).finish();
    const outcome = await ask(link, clock, nodeMethod.ownAlarms, request, timeoutMs);
    if (outcome.kind === 'failed') return { kind: 'failed', reason: outcome.status.message };
    const { alarms } = etcdserverpb.AlarmResponse.decode(outcome.message);
    return { kind: 'known', names: alarms.map(({ alarm }) => AlarmType[alarm ?? 0] ?? 'NONE') };
  }

  async dataCorruption(): Promise<CheckResult> {
    const alarms = await this.alarms();
    if (alarms.kind === 'failed') return alarms.reason;
    return alarms.names.includes('CORRUPT') ? 'alarm activated: CORRUPT' : undefined;
  }

  async nonLearner(): Promise<CheckResult> {
    const { link, clock, timeoutMs } = this.#options;
    const request = etcdserverpb.MemberListRequest.encode({}).finish();
    const outcome = await ask(link, clock, nodeMethod.ownMembers, request, timeoutMs);
    if (outcome.kind === 'failed') return outcome.status.message;
    const { members } = etcdserverpb.MemberListResponse.decode(outcome.message);
    const self = members.find(
      ({ ID }) => toUnsignedBigInt(ID ?? 0) === link.state.current?.memberId,
    );
    return self?.isLearner === true ? 'cannot serve as a learner' : undefined;
  }
}
