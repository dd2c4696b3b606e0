// Which lease-keeper is primary, and what it is told. Only the leader has a say:
//
//   attached ──(leader's first entry of its term applied)──▶ naming ──(entry applied)──▶ primary
//
// Every attachment that becomes primary gets an epoch of its own, also when the same keeper comes
// back: a revoke that the earlier attachment still has under way is then either applied before the
// naming entry (and in the table the keeper is given) or refused. Invariant: at most one stream is
// primary, its epoch is the state machine's, and what it was sent is the table plus every change
// since, in apply order.
import type { LeaseId } from '@cairn/core';
import { cairn, fromBigInt, toSafeNumber, toSignedBigInt } from '@cairn/proto';
import type { leasepb } from '@cairn/proto';
import { RequestKind } from '@cairn/replica';
import type { AppliedBatch, LeaseChange, Replica } from '@cairn/replica';
import type { BidiStream } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';

type V1 = typeof cairn.v1;
type KeeperStream = BidiStream<V1['KeeperMessage'], V1['LeaseFeedMessage']>;

interface Keeper {
  readonly stream: KeeperStream;
  readonly id: string;
  readonly address: string;
}

type State =
  | { readonly kind: 'none' }
  | { readonly kind: 'naming'; readonly keeper: Keeper }
  | { readonly kind: 'primary'; readonly keeper: Keeper; readonly epoch: number };

export interface LeaseFeedOptions {
  readonly replica: Replica;
  readonly logger: Logger;
  /** What an earlier primary may still have promised: the election timeout. */
  readonly graceMs: number;
}

export class LeaseFeed {
  readonly #replica: Replica;
  readonly #logger: Logger;
  readonly #graceMs: number;
  readonly #keepers = new Set<Keeper>();
  #state: State = { kind: 'none' };
  #term = 0;

  constructor(options: LeaseFeedOptions) {
    this.#replica = options.replica;
    this.#logger = options.logger;
    this.#graceMs = options.graceMs;
    this.#replica.listen({
      onApplied: (batch) => this.#applied(batch),
      onLeadership: () => this.#leadership(),
      onInstalled: () => this.#leadership(),
    });
  }

  /** Handles one Node.LeaseFeed call. */
  serve(stream: KeeperStream): void {
    let keeper: Keeper | undefined;
    stream.on('data', (message: cairn.v1.KeeperMessage) => {
      if (message.hello != null) {
        const { keeper_id: id, address } = message.hello as cairn.v1.KeeperHello;
        keeper = this.#attach({ stream, id, address });
      } else if (keeper !== undefined) {
        this.#take(keeper, message);
      }
    });
    const over = (): void => {
      if (keeper !== undefined) this.#detach(keeper);
      keeper = undefined;
    };
    stream.on('end', () => {
      over();
      stream.end();
    });
    stream.on('cancelled', over);
    stream.on('error', over);
  }

  /** Ends every stream, for a stop. */
  close(): void {
    for (const { stream } of this.#keepers) stream.end();
    this.#keepers.clear();
  }

  #attach(keeper: Keeper): Keeper | undefined {
    if (!this.#leads()) {
      this.#refuse(keeper);
      return undefined;
    }
    this.#keepers.add(keeper);
    this.#logger.info({ keeper: keeper.id, address: keeper.address }, 'lease-keeper attached');
    this.#nameIfDue();
    if (this.#state.kind === 'primary') this.#tellStandby(keeper);
    return keeper;
  }

  #detach(keeper: Keeper): void {
    if (!this.#keepers.delete(keeper)) return;
    this.#logger.info({ keeper: keeper.id }, 'lease-keeper left');
    if (this.#state.kind !== 'none' && this.#state.keeper === keeper)
      this.#state = { kind: 'none' };
    this.#nameIfDue();
  }

  #refuse({ stream }: Keeper): void {
    const leader = fromBigInt(this.#replica.leader, 'unsigned');
    stream.write({ not_leader: { leader_id: leader } });
    stream.end();
  }

  #leadership(): void {
    const { term } = this.#replica;
    if (this.#leads() && term === this.#term) return;
    this.#term = term;
    this.#state = { kind: 'none' };
    const keepers = [...this.#keepers];
    this.#keepers.clear();
    for (const keeper of keepers) this.#refuse(keeper);
  }

  #applied(batch: AppliedBatch): void {
    if (this.#state.kind === 'primary' && batch.leases.length > 0) {
      const changes = batch.leases.map(changeFields);
      this.#state.keeper.stream.write({ changes: { changes } });
    }
    if (this.#state.kind === 'none') this.#nameIfDue();
  }

  /** A new leader waits until it has applied all that its predecessors committed. */
  #nameIfDue(): void {
    const [keeper] = this.#keepers;
    if (keeper === undefined || this.#state.kind !== 'none' || !this.#leads()) return;
    if (this.#replica.backend.applied.term !== this.#replica.term) return;
    const naming: State = { kind: 'naming', keeper };
    this.#state = naming;
    const body = cairn.v1.LeasePrimarySet.encode({ keeper_id: keeper.id, address: keeper.address });
    this.#replica.propose(RequestKind.leasePrimarySet, body.finish(), (outcome) => {
      if (this.#state !== naming) return;
      if (outcome.kind === 'done') return this.#named(keeper);
      this.#logger.warn({ reason: outcome.error.message }, 'could not name a primary lease-keeper');
      this.#state = { kind: 'none' };
    });
  }

  #named(keeper: Keeper): void {
    const { machine } = this.#replica;
    const { epoch } = machine.leasePrimary;
    this.#state = { kind: 'primary', keeper, epoch };
    this.#logger.info({ keeper: keeper.id, epoch }, 'lease-keeper is primary');
    const leases = machine.leases.table.list().map((lease) => ({
      ID: fromBigInt(lease.id, 'signed'),
      TTL: lease.ttlSeconds,
      RemainingTTL: lease.remainingTtlSeconds,
    }));
    keeper.stream.write({ primary: { epoch, leases, grace_ms: this.#graceMs } });
    for (const other of this.#keepers) if (other !== keeper) this.#tellStandby(other);
  }

  #tellStandby({ stream }: Keeper): void {
    const { epoch, address } = this.#replica.machine.leasePrimary;
    stream.write({ standby: { epoch, primary_address: address } });
  }

  #take(keeper: Keeper, message: cairn.v1.KeeperMessage): void {
    if (message.ping != null) {
      this.#pong(keeper, message.ping as cairn.v1.KeeperPing);
    } else if (message.query != null) {
      this.#answerQuery(keeper, message.query as cairn.v1.LeaseQuery);
    } else if (message.revoke != null) {
      const body = cairn.v1.LeaseExpire.encode(message.revoke).finish();
      this.#proposeFor(keeper, RequestKind.leaseExpire, body);
    } else if (message.checkpoint != null) {
      const body = cairn.v1.LeaseCheckpoints.encode(message.checkpoint).finish();
      this.#proposeFor(keeper, RequestKind.leaseCheckpoints, body);
    }
  }

  #proposeFor(keeper: Keeper, kind: RequestKind, body: Uint8Array): void {
    if (!this.#isPrimary(keeper)) return;
    this.#replica.propose(kind, body, (outcome) => {
      if (outcome.kind === 'done') return;
      this.#logger.warn({ keeper: keeper.id, reason: outcome.error.message }, 'keeper was refused');
    });
  }

  #pong(keeper: Keeper, { nonce, epoch }: cairn.v1.KeeperPing): void {
    this.#replica.readLinearizable((error) => {
      if (error !== undefined || !this.#isPrimary(keeper)) return;
      if (this.#replica.machine.leasePrimary.epoch !== toSafeNumber(epoch)) return;
      keeper.stream.write({ pong: { nonce } });
    });
  }

  #answerQuery(keeper: Keeper, { id, lease_id: lease }: cairn.v1.LeaseQuery): void {
    this.#replica.readLinearizable((error) => {
      if (error !== undefined || !this.#isPrimary(keeper)) return;
      const found = this.#replica.machine.leases.table.get(toSignedBigInt(lease)) !== undefined;
      keeper.stream.write({ query_result: { id, found } });
    });
  }

  #isPrimary(keeper: Keeper): boolean {
    return this.#state.kind === 'primary' && this.#state.keeper === keeper && this.#leads();
  }

  #leads(): boolean {
    return this.#replica.role === 'leader';
  }
}

function changeFields(change: LeaseChange): cairn.v1.LeaseChange.$Properties {
  if (change.kind === 'revoked') return { revoked: idField(change.id) };
  const { id, ttlSeconds, remainingTtlSeconds } = change.lease;
  const row: leasepb.Lease.$Properties = {
    ID: idField(id),
    TTL: ttlSeconds,
    RemainingTTL: remainingTtlSeconds,
  };
  return change.kind === 'granted' ? { granted: row } : { checkpointed: row };
}

function idField(id: LeaseId): ReturnType<typeof fromBigInt> {
  return fromBigInt(id, 'signed');
}
