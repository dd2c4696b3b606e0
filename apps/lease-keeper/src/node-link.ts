// The way to one raft-node: asks it over LeaseFeed to attach this keeper, again and again with a
// backoff, until it does or somebody else has.
//
//   resting ──seek──▶ asking ──refused, broken──▶ pausing ──time, hurry──▶ asking
//                       └──standby or primary──▶ attached ──ended──▶ pausing
//
// `rest` leads back from everywhere. The first pause is none at all; only an attachment that has
// lasted makes the pauses short again. Invariant: at most one stream is open, and nothing of an
// earlier one is heard.
import { RpcClient, nodeService } from '@cairn/rpc';
import type { cairn } from '@cairn/proto';
import type { LeaseCheckpoint } from '@cairn/lease';
import { decodeFeedMessage, encodeCheckpoint, encodeQuery, encodeRevoke } from './feed.ts';
import type { AttachedEvent, KeeperMessage, NodeFeed } from './feed.ts';

type Stream = ReturnType<typeof openFeed>;

type State =
  | { readonly kind: 'resting' }
  | { readonly kind: 'asking'; readonly stream: Stream }
  | { readonly kind: 'pausing'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'attached'; readonly stream: Stream; readonly lasted: NodeJS.Timeout };

export interface NodeLinkListener {
  /** The first event of an attachment is `standby` or `primary`. */
  onEvent(link: NodeLink, event: AttachedEvent): void;
  /** The node does not lead. 0n: it knows nobody who does. */
  onNotLeader(link: NodeLink, leaderId: bigint): void;
  /** The node could not be reached, or broke off before it attached. */
  onRefused(link: NodeLink, reason: string): void;
  /** An attachment is over. The link goes on asking. */
  onDetached(link: NodeLink, reason: string): void;
}

export interface NodeLinkOptions {
  readonly address: string;
  readonly hello: { readonly keeperId: string; readonly address: string };
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  readonly listener: NodeLinkListener;
  /** How the node is reached; by default over a socket. */
  readonly connect?: (address: string) => RpcClient;
}

export class NodeLink implements NodeFeed {
  readonly address: string;
  readonly #options: NodeLinkOptions;
  readonly #client: RpcClient;
  #state: State = { kind: 'resting' };
  #pauseMs = 0;

  constructor(options: NodeLinkOptions) {
    this.address = options.address;
    this.#options = options;
    this.#client = options.connect?.(options.address) ?? new RpcClient(options.address);
  }

  /** Begins to ask. Nothing happens when it does already. */
  seek(): void {
    if (this.#state.kind === 'resting') this.#ask();
  }

  /** Ends a pause. */
  hurry(): void {
    if (this.#state.kind !== 'pausing') return;
    clearTimeout(this.#state.timer);
    this.#ask();
  }

  /** Drops everything without a word to the listener. */
  rest(): void {
    this.#leaveState();
    this.#state = { kind: 'resting' };
  }

  close(): void {
    this.rest();
    this.#client.close();
  }

  get congested(): boolean {
    return this.#state.kind === 'attached' && this.#state.stream.writableNeedDrain;
  }

  ping(nonce: number, epoch: number): void {
    this.#send({ ping: { nonce, epoch } });
  }

  revoke(epoch: number, ids: readonly bigint[]): void {
    this.#send(encodeRevoke(epoch, ids));
  }

  checkpoint(epoch: number, checkpoints: readonly LeaseCheckpoint[]): void {
    this.#send(encodeCheckpoint(epoch, checkpoints));
  }

  query(queryId: number, leaseId: bigint): void {
    this.#send(encodeQuery(queryId, leaseId));
  }

  #send(message: KeeperMessage): void {
    if (this.#state.kind === 'attached') this.#state.stream.write(message);
  }

  #ask(): void {
    const stream = openFeed(this.#client);
    this.#state = { kind: 'asking', stream };
    stream.on('data', (message: cairn.v1.LeaseFeedMessage) => this.#receive(stream, message));
    stream.on('end', () => this.#ended(stream, 'the node ended the stream'));
    stream.on('error', (error) => this.#ended(stream, error.message));
    const { keeperId, address } = this.#options.hello;
    stream.write({ hello: { keeper_id: keeperId, address } });
  }

  #receive(stream: Stream, message: cairn.v1.LeaseFeedMessage): void {
    if (!this.#isCurrent(stream)) return;
    const event = decodeFeedMessage(message);
    if (event === undefined) return;
    if (event.kind === 'notLeader') {
      this.#ended(stream, 'the node does not lead');
      this.#options.listener.onNotLeader(this, event.leaderId);
      return;
    }
    if (this.#state.kind === 'asking') {
      if (event.kind !== 'standby' && event.kind !== 'primary') return;
      const lasted = setTimeout(() => (this.#pauseMs = 0), this.#options.retryMaxMs);
      this.#state = { kind: 'attached', stream, lasted };
    }
    this.#options.listener.onEvent(this, event);
  }

  #ended(stream: Stream, reason: string): void {
    if (!this.#isCurrent(stream)) return;
    const wasAttached = this.#state.kind === 'attached';
    this.#leaveState();
    this.#pause();
    if (wasAttached) this.#options.listener.onDetached(this, reason);
    else this.#options.listener.onRefused(this, reason);
  }

  #pause(): void {
    const timer = setTimeout(() => this.#ask(), this.#pauseMs);
    this.#state = { kind: 'pausing', timer };
    const { retryMinMs, retryMaxMs } = this.#options;
    this.#pauseMs = Math.min(Math.max(2 * this.#pauseMs, retryMinMs), retryMaxMs);
  }

  #leaveState(): void {
    const state = this.#state;
    if (state.kind === 'pausing') clearTimeout(state.timer);
    if (state.kind === 'attached') clearTimeout(state.lasted);
    if (state.kind === 'asking' || state.kind === 'attached') state.stream.cancel();
  }

  #isCurrent(stream: Stream): boolean {
    const state = this.#state;
    return (state.kind === 'asking' || state.kind === 'attached') && state.stream === stream;
  }
}

function openFeed(client: RpcClient) {
  return client.openBidi(nodeService.leaseFeed);
}
