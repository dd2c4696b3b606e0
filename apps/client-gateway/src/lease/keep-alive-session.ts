// One LeaseKeepAlive stream: a response for every request, in their order, although the answers come
// from another process and possibly from its successor. An unknown lease is told as TTL 0, as in
// etcd; when nobody could answer in time the stream ends, and the client opens it somewhere else.
import { ApiError, decodeStreamMessage, etcdErrors } from '@cairn/api';
import type { Status } from '@cairn/api';
import type { StreamCall } from '@cairn/edge';
import { GrpcCode, etcdserverpb, fromBigInt, toSignedBigInt } from '@cairn/proto';
import { keepAlivesPerStreamMax } from '../limits.ts';
import { responseHeader } from '../node/node-state.ts';
import type { NodeStateView } from '../node/node-state.ts';
import type { KeeperAnswer, KeeperLink } from './keeper-link.ts';

export interface KeepAliveSessionOptions {
  readonly call: StreamCall;
  readonly keeper: Pick<KeeperLink, 'ask'>;
  readonly state: NodeStateView;
  readonly onClosed: () => void;
}

interface Slot {
  answer: KeeperAnswer | undefined;
  readonly leaseId: bigint;
  /** From before the renewal, as in etcd. */
  readonly header: etcdserverpb.ResponseHeader.$Properties;
}

export class KeepAliveSession {
  readonly #options: KeepAliveSessionOptions;
  #slots: Slot[] = [];
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
      const request = decodeStreamMessage(etcdserverpb.LeaseKeepAliveRequest, message);
      leaseId = toSignedBigInt(request.ID);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#end(error);
      return;
    }
    const { state, keeper } = this.#options;
    const header = responseHeader(state.current, state.current?.revision ?? 0);
    const slot: Slot = { leaseId, header, answer: undefined };
    this.#slots.push(slot);
    this.#balance();
    keeper.ask({ leaseId, peek: false, deadlineMs: undefined }, (answer) => {
      slot.answer = answer;
      this.#flush();
    });
  }

  #flush(): void {
    let done = 0;
    for (const { leaseId, header, answer } of this.#slots) {
      if (answer === undefined || this.#isFull || this.#over) break;
      if (answer.kind === 'failed') {
        this.#end(answer.status);
        return;
      }
      const response = etcdserverpb.LeaseKeepAliveResponse.encode({
        header,
        ID: fromBigInt(leaseId, 'signed'),
        ...(answer.kind === 'alive' ? { TTL: answer.ttlSeconds } : {}),
      });
      this.#isFull = !this.#options.call.send(response.finish());
      done += 1;
    }
    if (done > 0) this.#slots = this.#slots.slice(done);
    if (this.#clientDone && this.#slots.length === 0) this.#end({ code: GrpcCode.ok, message: '' });
    else this.#balance();
  }

  #balance(): void {
    const isFull = this.#isFull || this.#slots.length >= keepAlivesPerStreamMax;
    if (isFull === this.#isPaused || this.#over) return;
    this.#isPaused = isFull;
    if (isFull) this.#options.call.pause();
    else this.#options.call.resume();
  }

  #end({ code, message }: Status): void {
    if (this.#over) return;
    this.#over = true;
    this.#slots = [];
    this.#options.call.end(code, message);
  }
}
