// A raft-node for tests: the real gRPC service on a real socket, behind it functions of the test.
import { fromBigInt } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import {
  bidiHandler,
  implement,
  nodeService,
  serve,
  serverStreamHandler,
  unaryHandler,
} from '@cairn/rpc';
import type { BidiStream, RpcServer } from '@cairn/rpc';
import type { NodeState } from '../node/node-state.ts';
import { EventLog } from './event-log.ts';
import type { Change } from './event-log.ts';
import { someState } from './support.ts';

type V1 = typeof cairn.v1;
type SubmitStream = BidiStream<V1['SubmitBatch'], V1['SubmitResults']>;
export type Item = cairn.v1.SubmitItem;
export type Results = cairn.v1.SubmitResults.$Properties;

export interface FakeNodeOptions {
  /** `host:port` or `unix:/path`; port 0 by default. */
  readonly address?: string;
  /** Answers one batch of requests; nothing = no answer yet. */
  readonly onBatch?: (items: readonly Item[], node: FakeNode) => void;
}

export class FakeNode implements AsyncDisposable {
  readonly log: EventLog = new EventLog();
  readonly batches: Item[][] = [];
  readonly #options: FakeNodeOptions;
  readonly #streams = new Set<SubmitStream>();
  readonly #followers = new Set<() => void>();
  #state: NodeState = someState;
  #server: RpcServer | undefined;

  private constructor(options: FakeNodeOptions) {
    this.#options = options;
  }

  static async start(options: FakeNodeOptions = {}): Promise<FakeNode> {
    const node = new FakeNode(options);
    await node.#listen();
    return node;
  }

  get address(): string {
    return this.#server?.address ?? '';
  }

  /** Tells every gateway. */
  setState(changes: Partial<NodeState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const stream of this.#streams) stream.write({ state: this.#stateFields() });
  }

  write(...changes: readonly Change[]): number {
    const revision = this.log.write(...changes);
    this.setState({ revision });
    for (const follower of this.#followers) follower();
    return revision;
  }

  /** Sends results on all streams. */
  answer(results: Results['results']): void {
    for (const stream of this.#streams) {
      stream.write({ results: results ?? [], state: this.#stateFields() });
    }
  }

  /** Sends a message as it is on all streams. */
  sendBytes(message: Uint8Array): void {
    for (const stream of this.#streams) stream.write(message);
  }

  /** Breaks every stream; the gateway may open new ones. */
  breakStreams(): void {
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }

  async stop(): Promise<void> {
    await this.#server?.close(0);
    this.#streams.clear();
    this.#followers.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #listen(): Promise<void> {
    this.#server = await serve(this.#options.address ?? '127.0.0.1:0', [
      implement(nodeService, {
        submit: bidiHandler(nodeService.submit, (stream) => this.#submit(stream)),
        follow: serverStreamHandler(nodeService.follow, (request, stream) => {
          this.#follow(Number(request.from_revision), stream);
        }),
        backfill: serverStreamHandler(nodeService.backfill, (request, stream) => {
          const first = Number(request.from_revision);
          const last = Number(request.to_revision);
          const { key, range_end: rangeEnd } = request;
          stream.write(
            first < this.log.compactRevision
              ? this.log.compacted()
              : this.log.batch(first, last, { key, rangeEnd }),
          );
          stream.end();
        }),
        leaseFeed: bidiHandler(nodeService.leaseFeed, (stream) => stream.end()),
        metrics: unaryHandler(nodeService.metrics, (_request, answer) => {
          answer(null, { text: '# HELP node_thing of the node\nnode_thing 1\n' });
        }),
      }),
    ]);
  }

  #submit(stream: SubmitStream): void {
    this.#streams.add(stream);
    stream.write({ state: this.#stateFields() });
    stream.on('data', (batch: cairn.v1.SubmitBatch) => {
      const items = batch.items as Item[];
      this.batches.push(items);
      this.#options.onBatch?.(items, this);
    });
    stream.on('end', () => stream.end());
    stream.on('error', () => {});
    stream.on('close', () => this.#streams.delete(stream));
  }

  #follow(
    from: number,
    stream: {
      write(batch: cairn.v1.EventBatch): unknown;
      on(event: 'close', run: () => void): unknown;
    },
  ): void {
    let next = from;
    const run = (): void => {
      if (next > this.log.revision) return;
      stream.write(this.log.batch(next, this.log.revision));
      next = this.log.revision + 1;
    };
    this.#followers.add(run);
    stream.on('close', () => this.#followers.delete(run));
    run();
  }

  #stateFields(): cairn.v1.NodeState.$Properties {
    const state = this.#state;
    return {
      cluster_id: fromBigInt(state.clusterId, 'unsigned'),
      member_id: fromBigInt(state.memberId, 'unsigned'),
      leader_id: fromBigInt(state.leaderId, 'unsigned'),
      raft_term: state.raftTerm,
      applied_index: state.appliedIndex,
      revision: state.revision,
      compact_revision: state.compactRevision,
      lease_epoch: state.leaseEpoch,
      keeper_address: state.keeperAddress,
      auth_enabled: state.isAuthEnabled,
    };
  }
}
