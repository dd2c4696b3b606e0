// One LeaseKeepAlive stream: a response for every request, in their order, although the answers come
// from another process and possibly from its successor. An unknown lease is told as TTL 0, as in
// etcd; when nobody could answer in time the stream ends, and the client opens it somewhere else.
import { ApiError, etcdErrors } from '@cairn/api';
import type { Status } from '@cairn/api';
import type { StreamCall } from '@cairn/edge';
import { GrpcCode } from '@cairn/proto';
import { keepAlivesPerStreamMax } from '../limits.ts';
import type { LeaseIdWords } from '@cairn/rpc';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import type { NodeStateView } from '../node/node-state.ts';
import { HeaderBytes } from '../watch/header-bytes.ts';
import { encodeKeepAliveResponse, readLeaseId } from './keep-alive-wire.ts';
import type { KeeperLink } from './keeper-link.ts';
import { KeeperQuestion } from './keeper-question.ts';
import type { KeeperAnswer } from './keeper-question.ts';

export interface KeepAliveSessionOptions {
  readonly call: StreamCall;
  readonly keeper: Pick<KeeperLink, 'ask'>;
  readonly link: Pick<NodeLink, 'submit'>;
  readonly state: NodeStateView;
  readonly onClosed: () => void;
}

/** One request, from its arrival until its response has left. */
class Slot extends KeeperQuestion {
  /** From before the renewal, as in etcd. */
  readonly headerField: Uint8Array;
  readonly #onAnswer: () => void;
  answer: KeeperAnswer | undefined = undefined;
  /** The request behind this one. */
  next: Slot | undefined = undefined;

  /** @param onAnswer one for all slots of a session: there are very many slots. */
  constructor(leaseId: LeaseIdWords, headerField: Uint8Array, onAnswer: () => void) {
    super(leaseId, false, undefined);
    this.headerField = headerField;
    this.#onAnswer = onAnswer;
  }

  answered(answer: KeeperAnswer): void {
    this.answer = answer;
    this.#onAnswer();
  }
}

export class KeepAliveSession {
  readonly #options: KeepAliveSessionOptions;
  readonly #headers = new HeaderBytes();
  readonly #onAnswer = (): void => this.#flush();
  /** Those whose responses have not left, in the order they came. */
  #first: Slot | undefined;
  #last: Slot | undefined;
  #waiting = 0;
  #isFull = false;
  #isPaused = false;
  #clientDone = false;
  #over = false;

  constructor(options: KeepAliveSessionOptions) {
    this.#options = options;
    const { call } = options;
    call.onMessage((message) => this.#receive(message));
    call.onDrain(() => {
      this.#isFull = false;
      this.#flush();
    });
    call.onEnd(() => {
      this.#clientDone = true;
      this.#flush();
    });
    call.onClose(() => {
      this.#over = true;
      options.onClosed();
    });
  }

  stop(): void {
    this.#end(etcdErrors.stopped);
  }

  #receive(message: Uint8Array): void {
    let leaseId;
    try {
      leaseId = readLeaseId(message);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#end(error);
      return;
    }
    const { state, keeper } = this.#options;
    const headerField = this.#headers.field(state.current, state.current?.revision ?? 0);
    const slot = new Slot(leaseId, headerField, this.#onAnswer);
    if (this.#last === undefined) this.#first = slot;
    else this.#last.next = slot;
    this.#last = slot;
    this.#waiting += 1;
    this.#balance();
    if (state.isAuthEnabled) this.#askIfAllowed(slot, message);
    else keeper.ask(slot);
  }

  /** The lease-keeper knows no users, so the raft-node is asked first. */
  #askIfAllowed(slot: Slot, request: Uint8Array): void {
    const { call, keeper, link } = this.#options;
    const sink = {
      respond: () => keeper.ask(slot),
      fail: (code: number, message: string) =>
        slot.answered({ kind: 'failed', status: { code, message } }),
    };
    link.submit(nodeMethod.mayRenewLease, request, undefined, sink, call);
  }

  #flush(): void {
    let slot = this.#first;
    while (slot?.answer !== undefined && !this.#isFull && !this.#over) {
      const { answer, headerField } = slot;
      if (answer.kind === 'failed') {
        this.#end(answer.status);
        return;
      }
      const ttlSeconds = answer.kind === 'alive' ? answer.ttlSeconds : 0;
      const response = encodeKeepAliveResponse(headerField, slot, ttlSeconds);
      this.#isFull = !this.#options.call.send(response);
      slot = slot.next;
      this.#first = slot;
      if (slot === undefined) this.#last = undefined;
      this.#waiting -= 1;
    }
    if (this.#clientDone && this.#waiting === 0) this.#end({ code: GrpcCode.ok, message: '' });
    else this.#balance();
  }

  #balance(): void {
    const isFull = this.#isFull || this.#waiting >= keepAlivesPerStreamMax;
    if (isFull === this.#isPaused || this.#over) return;
    this.#isPaused = isFull;
    if (isFull) this.#options.call.pause();
    else this.#options.call.resume();
  }

  #end({ code, message }: Status): void {
    if (this.#over) return;
    this.#over = true;
    this.#first = undefined;
    this.#last = undefined;
    this.#waiting = 0;
    this.#options.call.end(code, message);
  }
}
