// Which lease-keeper is primary, and what it is told. Only the leader has a say:
//
//   attached ──(leader's first entry of its term applied)──▶ naming ──(entry applied)──▶ primary
//
// Every attachment that becomes primary gets an epoch of its own, also when the same keeper comes
// back: a revoke that the earlier attachment still has under way is then either applied before the
// naming entry (and in the table the keeper is given) or refused. A naming that an earlier leader had
// under way can still be applied after ours; then the keeper we named is named again. Invariant: at
// most one stream is primary, its epoch is the state machine's, and what it was sent is the table plus
// every change since, in apply order.
import type { LeaseId } from '@cairn/core';
import { GrpcCode } from '@cairn/api';
import { cairn, fromBigInt, toClampedNumber, toSignedBigInt } from '@cairn/proto';
import type { Int64, leasepb } from '@cairn/proto';
import { RequestKind } from '@cairn/replica';
import type { AppliedBatch, LeaseChange, Replica } from '@cairn/replica';
import { failStream } from '@cairn/rpc';
import type { BidiStream } from '@cairn/rpc';
import type { Logger } from '@cairn/telemetry';

type V1 = typeof cairn.v1;
type KeeperStream = BidiStream<V1['KeeperMessage'], V1['LeaseFeedMessage']>;
type FeedMessage = cairn.v1.LeaseFeedMessage.$Properties;

/** Messages that a keeper has not read; one that is further behind has to attach anew. */
const unreadMessagesMax = 4_096;
const nameAgainAfterMs = 500;

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
  #nameAgain: NodeJS.Timeout | undefined;
  #closed = false;

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
      if (keeper !== undefined) {
        this.#take(keeper, message);
      } else if (message.hello != null) {
        const { keeper_id: id, address } = message.hello as cairn.v1.KeeperHello;
        keeper = { stream, id, address };
        this.#attach(keeper);
      }
    });
    const over = (): void => {
      if (keeper !== undefined) this.#detach(keeper);
    };
    stream.on('end', () => {
      over();
      stream.end();
    });
    stream.on('cancelled', over);
    stream.on('error', over);
    stream.on('close', over);
  }

  /** Ends every stream, for a stop. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#nameAgain);
    this.#state = { kind: 'none' };
    for (const { stream } of this.#keepers) stream.end();
    this.#keepers.clear();
  }

  #attach(keeper: Keeper): void {
    if (!this.#leads() || this.#closed) return this.#refuse(keeper);
    for (const earlier of this.#keepers) {
      // The same keeper has come back before we noticed that it had left.
      if (earlier.id === keeper.id) this.#drop(earlier, 'the keeper has attached again');
    }
    this.#keepers.add(keeper);
    this.#logger.info({ keeper: keeper.id, address: keeper.address }, 'lease-keeper attached');
    this.#nameIfDue();
    if (this.#state.kind === 'primary') this.#tellStandby(keeper);
  }

  #drop(keeper: Keeper, reason: string): void {
    this.#detach(keeper);
    failStream(keeper.stream, { code: GrpcCode.aborted, details: reason });
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
    const state = this.#state;
    if (state.kind === 'primary' && this.#replica.machine.leasePrimary.epoch !== state.epoch) {
      this.#logger.warn({ epoch: state.epoch }, 'another naming was applied: naming again');
      this.#state = { kind: 'none' };
    } else if (state.kind === 'primary' && batch.leases.length > 0) {
      this.#send(state.keeper, { changes: { changes: batch.leases.map(changeFields) } });
    }
    this.#nameIfDue();
  }

  #send(keeper: Keeper, message: FeedMessage): void {
    if (keeper.stream.writableLength < unreadMessagesMax) keeper.stream.write(message);
    else this.#drop(keeper, 'the keeper does not read');
  }

  /** A new leader waits until it has applied all that its predecessors committed. */
  #nameIfDue(): void {
    const [keeper] = this.#keepers;
    if (keeper === undefined || this.#state.kind !== 'none' || !this.#leads()) return;
    clearTimeout(this.#nameAgain);
    if (this.#replica.backend.applied.term !== this.#replica.term) return;
    const naming: State = { kind: 'naming', keeper };
    this.#state = naming;
    const body = cairn.v1.LeasePrimarySet.encode({
      keeper_id: keeper.id,
      address: keeper.address,
      raft_term: this.#replica.term,
    });
    this.#replica.propose(RequestKind.leasePrimarySet, body.finish(), (outcome) => {
      if (this.#state !== naming) return;
      if (outcome.kind === 'done') return this.#named(keeper);
      this.#logger.warn({ reason: outcome.error.message }, 'could not name a primary lease-keeper');
      this.#state = { kind: 'none' };
      this.#nameAgain = setTimeout(() => this.#nameIfDue(), nameAgainAfterMs);
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
    this.#send(keeper, { primary: { epoch, leases, grace_ms: this.#graceMs } });
    for (const other of this.#keepers) if (other !== keeper) this.#tellStandby(other);
  }

  #tellStandby(keeper: Keeper): void {
    const { epoch, address } = this.#replica.machine.leasePrimary;
    this.#send(keeper, { standby: { epoch, primary_address: address } });
  }

  #take(keeper: Keeper, message: cairn.v1.KeeperMessage): void {
    if (message.ping != null) {
      this.#pong(keeper, message.ping as cairn.v1.KeeperPing);
    } else if (message.query != null) {
      this.#answerQuery(keeper, message.query as cairn.v1.LeaseQuery);
    } else if (message.revoke != null) {
      const { epoch, ids } = message.revoke as cairn.v1.KeeperRevoke;
      const body = cairn.v1.LeaseExpire.encode({ epoch, ids });
      this.#proposeFor(keeper, epoch, RequestKind.leaseExpire, body.finish());
    } else if (message.checkpoint != null) {
      const { epoch, leases } = message.checkpoint as cairn.v1.KeeperCheckpoint;
      const body = cairn.v1.LeaseCheckpoints.encode({
        epoch,
        leases: leases.map(checkpointFields),
      });
      this.#proposeFor(keeper, epoch, RequestKind.leaseCheckpoints, body.finish());
    }
  }

  /** What the log would refuse does not get into it: only words of this epoch. */
  #proposeFor(keeper: Keeper, epoch: Int64, kind: RequestKind, body: Uint8Array): void {
    const state = this.#state;
    if (!this.#isPrimary(keeper) || state.kind !== 'primary') return;
    if (toClampedNumber(epoch) !== state.epoch) return;
    this.#replica.propose(kind, body, (outcome) => {
      if (outcome.kind === 'done') return;
      this.#logger.warn({ keeper: keeper.id, reason: outcome.error.message }, 'keeper was refused');
    });
  }

  #pong(keeper: Keeper, { nonce, epoch }: cairn.v1.KeeperPing): void {
    this.#replica.readLinearizable((error) => {
      if (error !== undefined || !this.#isPrimary(keeper)) return;
      if (this.#replica.machine.leasePrimary.epoch !== toClampedNumber(epoch)) return;
      this.#send(keeper, { pong: { nonce } });
    });
  }

  #answerQuery(keeper: Keeper, { id, lease_id: lease }: cairn.v1.LeaseQuery): void {
    this.#replica.readLinearizable((error) => {
      if (error !== undefined || !this.#isPrimary(keeper)) return;
      const found = this.#replica.machine.leases.table.get(toSignedBigInt(lease)) !== undefined;
      this.#send(keeper, { query_result: { id, found } });
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

/** Numbers that every member can read. */
function checkpointFields(row: leasepb.Lease.$Properties): leasepb.Lease.$Properties {
  const remaining = toClampedNumber(row.RemainingTTL ?? 0);
  return { ID: row.ID ?? 0, RemainingTTL: Math.max(remaining, 0) };
}

function idField(id: LeaseId): ReturnType<typeof fromBigInt> {
  return fromBigInt(id, 'signed');
}
