// Finds the one raft-node that attaches this keeper: the leader. All nodes are asked at the same
// time, because asking one after the other would wait for each dead one, and the first that attaches
// is kept. While the attached node cannot prove that it leads, the others are asked again, without
// letting go of it: it may only be slow. Invariant: at most one node is attached, and only its
// events are passed on.
import type { RpcClient } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import type { AttachedEvent, NodeFeed } from './feed.ts';
import { NodeLink } from './node-link.ts';

export interface AttachmentListener {
  /** The first event from a node is `standby` or `primary`. */
  onEvent(event: AttachedEvent, feed: NodeFeed): void;
  /** Between two nodes, and also when the attached one is left for another. */
  onDetached(): void;
}

export interface AttachmentOptions {
  readonly nodeAddresses: readonly string[];
  readonly keeperId: string;
  /** Told to the nodes, and by them to the gateways. */
  readonly keeperAddress: string;
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  readonly logger: Logger;
  readonly listener: AttachmentListener;
  readonly connect?: (address: string) => RpcClient;
}

export class Attachment {
  readonly #links: readonly NodeLink[];
  readonly #logger: Logger;
  readonly #listener: AttachmentListener;
  #attached: NodeLink | undefined;
  #searching = false;
  #namedLeader = 0n;

  constructor(options: AttachmentOptions) {
    this.#logger = options.logger;
    this.#listener = options.listener;
    const { keeperId, keeperAddress, retryMinMs, retryMaxMs, connect } = options;
    this.#links = options.nodeAddresses.map(
      (address) =>
        new NodeLink({
          address,
          hello: { keeperId, address: keeperAddress },
          retryMinMs,
          retryMaxMs,
          ...(connect === undefined ? {} : { connect }),
          listener: {
            onEvent: (link, event) => this.#event(link, event),
            onNotLeader: (link, leaderId) => this.#hint(link, leaderId),
            onRefused: ({ address: node }, reason) =>
              this.#logger.debug({ node, reason }, 'not attached'),
            onDetached: (link, reason) => this.#detached(link, reason),
          },
        }),
    );
  }

  /** The address of the node that has attached this keeper. */
  get node(): string | undefined {
    return this.#attached?.address;
  }

  /** Asks every node that is not attached. */
  search(): void {
    if (this.#searching) return;
    this.#searching = true;
    for (const link of this.#links) link.seek();
  }

  /** The attached node is the right one: the others are left alone. */
  settle(): void {
    if (!this.#searching) return;
    this.#searching = false;
    for (const link of this.#links) if (link !== this.#attached) link.rest();
  }

  close(): void {
    this.#attached = undefined;
    for (const link of this.#links) link.close();
  }

  #event(link: NodeLink, event: AttachedEvent): void {
    if (link !== this.#attached) this.#attach(link);
    this.#listener.onEvent(event, link);
  }

  #attach(link: NodeLink): void {
    const previous = this.#attached;
    this.#attached = link;
    this.#namedLeader = 0n;
    this.#logger.info({ node: link.address, left: previous?.address }, 'attached');
    if (previous !== undefined) this.#listener.onDetached();
    this.settle();
  }

  #detached(link: NodeLink, reason: string): void {
    if (link !== this.#attached) return;
    this.#attached = undefined;
    this.#logger.warn({ node: link.address, reason }, 'detached');
    this.#listener.onDetached();
    this.#searching = false;
    this.search();
  }

  /** A leader nobody has named before must be one of the others, and it is new: no more pausing. */
  #hint(from: NodeLink, leaderId: bigint): void {
    if (leaderId === this.#namedLeader) return;
    this.#namedLeader = leaderId;
    if (leaderId === 0n || !this.#searching) return;
    for (const link of this.#links) {
      if (link !== from) link.hurry();
    }
  }
}
