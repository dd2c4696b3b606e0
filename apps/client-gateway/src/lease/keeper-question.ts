// A question to the primary lease-keeper, from when it is asked until it is answered. One object for all
// who have to do with it, because there are very many: the link keeps its own notes in it, and what
// travels in the batch is read from it.
import type { Status } from '@cairn/api';
import type { KeepAliveItem, LeaseIdWords } from '@cairn/rpc';
import type { Identified } from '../node/in-flight.ts';

export type KeeperAnswer =
  | { readonly kind: 'alive'; readonly ttlSeconds: number }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'failed'; readonly status: Status };

export abstract class KeeperQuestion implements KeepAliveItem, Identified {
  readonly leaseLow: number;
  readonly leaseHigh: number;
  /** Only tell the remaining time, do not renew. */
  readonly peek: boolean;
  /** Of the client, on the clock; undefined = none. */
  readonly deadlineMs: number | undefined;
  /** Its number among the open ones. */
  id = 0;
  /** When it is answered at the latest. The link sets it. */
  answerByMs = 0;

  protected constructor(
    { leaseLow, leaseHigh }: LeaseIdWords,
    peek: boolean,
    deadlineMs: number | undefined,
  ) {
    this.leaseLow = leaseLow;
    this.leaseHigh = leaseHigh;
    this.peek = peek;
    this.deadlineMs = deadlineMs;
  }

  /** Called once, at any time after the question. */
  abstract answered(answer: KeeperAnswer): void;
}
