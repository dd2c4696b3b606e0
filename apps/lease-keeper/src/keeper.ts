// A lease-keeper from the outside: something that questions can be put to, and that is sometimes
// primary. The role follows what the attached node says; a clock tick drives the rest.
import type { MonotonicClock } from '@cairn/core';
import type { RpcClient } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';
import { Attachment } from './attachment.ts';
import type { AttachedEvent, NodeFeed, PrimaryEvent } from './feed.ts';
import { limits } from './limits.ts';
import type { KeeperMetrics } from './metrics.ts';
import { Primary } from './primary.ts';
import type { Answering, Question } from './question.ts';

type Role =
  | { readonly kind: 'detached' }
  | { readonly kind: 'standby'; readonly epoch: number; readonly primaryAddress: string }
  | { readonly kind: 'primary'; readonly primary: Primary };

export interface KeeperOptions {
  readonly clock: MonotonicClock;
  readonly logger: Logger;
  readonly metrics: KeeperMetrics;
  readonly keeperId: string;
  readonly nodeAddresses: readonly string[];
  readonly authorityMs: number;
  readonly keepAliveWaitMs: number;
  readonly checkpointIntervalMs: number;
  readonly resendIntervalMs: number;
  readonly tickMs: number;
  /** How nodes are reached; by default over a plain socket. */
  readonly connect?: (address: string) => RpcClient;
}

/** JSON, for health and metrics. */
export interface KeeperStatus {
  readonly role: Role['kind'];
  readonly node: string | null;
  readonly epoch: number;
  /** Where the primary answers, when that is another keeper. */
  readonly primaryAddress: string | null;
  readonly authority: boolean;
  readonly leases: number;
  readonly expiring: number;
  readonly waiting: number;
}

export class Keeper implements Answering {
  readonly #options: KeeperOptions;
  /** Absent before the start. */
  #attachment: Attachment | undefined;
  #role: Role = { kind: 'detached' };
  #ticker: NodeJS.Timeout | undefined;
  #lastNonce = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get status(): KeeperStatus {
    const role = this.#role;
    const primary = role.kind === 'primary' ? role.primary : undefined;
    return {
      role: role.kind,
      node: this.#attachment?.node ?? null,
      epoch: role.kind === 'standby' ? role.epoch : (primary?.epoch ?? 0),
      primaryAddress: role.kind === 'standby' ? role.primaryAddress : null,
      authority: primary?.authority.holds() ?? false,
      leases: primary?.leaseCount ?? 0,
      expiring: primary?.expiringCount ?? 0,
      waiting: primary?.waitingCount ?? 0,
    };
  }

  /** @param keeperAddress what the nodes tell the gateways about this keeper */
  start(keeperAddress: string): void {
    const { keeperId, nodeAddresses, logger, tickMs, connect } = this.#options;
    this.#attachment = new Attachment({
      nodeAddresses,
      keeperId,
      keeperAddress,
      retryMinMs: limits.retryMinMs,
      retryMaxMs: limits.retryMaxMs,
      logger,
      ...(connect === undefined ? {} : { connect }),
      listener: {
        onEvent: (event, feed) => this.#event(event, feed),
        onDetached: () => this.#enter({ kind: 'detached' }),
      },
    });
    this.#ticker = setInterval(() => this.#tick(), tickMs);
    this.#attachment.search();
  }

  /** Every question is answered exactly once, at once or after a bounded wait. */
  ask(questions: readonly Question[]): void {
    if (this.#role.kind === 'primary') {
      this.#role.primary.ask(questions);
    } else {
      for (const question of questions) question.answer({ kind: 'notPrimary' });
    }
  }

  /** Lets go of the node, so that it can name another primary, and sends everyone away. */
  stop(): void {
    clearInterval(this.#ticker);
    this.#enter({ kind: 'detached' });
    this.#attachment?.close();
  }

  #tick(): void {
    if (this.#role.kind !== 'primary') return;
    const { primary } = this.#role;
    primary.tick();
    const searchAfterMs = limits.windowsBeforeSearch * this.#options.authorityMs;
    if (primary.authority.missingForMs() >= searchAfterMs) this.#attachment?.search();
    else this.#attachment?.settle();
  }

  #event(event: AttachedEvent, feed: NodeFeed): void {
    switch (event.kind) {
      case 'standby': {
        const { epoch, primaryAddress } = event;
        return this.#enter({ kind: 'standby', epoch, primaryAddress });
      }
      case 'primary':
        return this.#becomePrimary(event, feed);
      case 'changes':
        return this.#asPrimary((primary) => primary.changed(event.changes));
      case 'pong':
        return this.#asPrimary((primary) => primary.ponged(event.nonce));
      case 'queryResult':
        return this.#asPrimary((primary) => primary.queried(event.queryId, event.found));
    }
  }

  #becomePrimary(event: PrimaryEvent, feed: NodeFeed): void {
    const { clock, metrics, authorityMs, keepAliveWaitMs } = this.#options;
    const { checkpointIntervalMs, resendIntervalMs } = this.#options;
    if (event.graceMs < authorityMs) {
      this.#options.logger.warn(
        { graceMs: event.graceMs, authorityMs },
        'the node gives less grace than --authority-ms: proofs count for the grace only',
      );
    }
    const primary = new Primary({
      clock,
      feed,
      metrics,
      event,
      authorityMs,
      keepAliveWaitMs,
      checkpointIntervalMs,
      resendIntervalMs,
      nextNonce: () => (this.#lastNonce = (this.#lastNonce + 1) >>> 0),
    });
    this.#enter({ kind: 'primary', primary });
    // The first proof should not wait for the clock.
    primary.tick();
  }

  #asPrimary(action: (primary: Primary) => void): void {
    if (this.#role.kind === 'primary') action(this.#role.primary);
  }

  #enter(role: Role): void {
    const previous = this.#role;
    if (previous.kind === 'detached' && role.kind === 'detached') return;
    this.#role = role;
    if (previous.kind === 'primary') previous.primary.end();
    if (previous.kind === 'detached' && role.kind !== 'detached') {
      this.#options.metrics.attachments.inc();
    }
    const { epoch, leases, primaryAddress } = this.status;
    this.#options.logger.info({ role: role.kind, epoch, leases, primaryAddress }, 'role');
  }
}
