// The keeper's metrics. Those about leases carry etcd's names, so that dashboards made for etcd
// work; in etcd the leader counts them, here the primary keeper does.
import { Counter, Gauge, Histogram, Registry } from '@cairn/telemetry';
import type { KeeperStatus } from './keeper.ts';

const ttlBuckets = Array.from({ length: 24 }, (_, power) => 2 ** power);

export class KeeperMetrics {
  readonly registry: Registry = new Registry();
  /** Leases renewed so far; a plain number, because counting must not cost more than renewing. */
  renewed = 0;

  readonly granted: Counter = this.#counter(
    'etcd_debugging_lease_granted_total',
    'The total number of granted leases.',
  );
  readonly revoked: Counter = this.#counter(
    'etcd_debugging_lease_revoked_total',
    'The total number of revoked leases.',
  );
  readonly expired: Counter = this.#counter(
    'etcd_debugging_server_lease_expired_total',
    'The total number of expired leases.',
  );
  readonly ttlSeconds: Histogram = new Histogram({
    name: 'etcd_debugging_lease_ttl_total',
    help: 'Bucketed histogram of lease TTLs.',
    buckets: ttlBuckets,
    registers: [this.registry],
  });
  readonly #answers: Counter<'outcome'> = new Counter({
    name: 'cairn_lease_keeper_answers_total',
    help: 'Keep-alives answered, by outcome: alive, not_found, not_primary.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  readonly revokesSent: Counter = this.#counter(
    'cairn_lease_keeper_revokes_sent_total',
    'Revokes of expired leases proposed, counting every repetition.',
  );
  readonly checkpointsSent: Counter = this.#counter(
    'cairn_lease_keeper_checkpoints_sent_total',
    'Checkpoints proposed, counting those that clear an earlier one.',
  );
  readonly queriesSent: Counter = this.#counter(
    'cairn_lease_keeper_queries_sent_total',
    'Questions to the node whether a lease that is unknown here exists.',
  );
  readonly attachments: Counter = this.#counter(
    'cairn_lease_keeper_attachments_total',
    'How often a raft-node has attached this keeper, as standby or as primary.',
  );

  constructor() {
    const renewed = (): number => this.renewed;
    // oxlint-disable-next-line no-new -- a metric lives in its registry
    new Counter({
      name: 'etcd_debugging_lease_renewed_total',
      help: 'The number of renewed leases seen by the leader.',
      registers: [this.registry],
      collect(): void {
        this.reset();
        this.inc(renewed());
      },
    });
  }

  /** How many keep-alives of one message had which outcome. */
  answered(counts: Readonly<Record<'alive' | 'notFound' | 'notPrimary', number>>): void {
    if (counts.alive > 0) this.#answers.inc({ outcome: 'alive' }, counts.alive);
    if (counts.notFound > 0) this.#answers.inc({ outcome: 'not_found' }, counts.notFound);
    if (counts.notPrimary > 0) this.#answers.inc({ outcome: 'not_primary' }, counts.notPrimary);
  }

  /** Call once: the gauges read the keeper whenever they are scraped. */
  observe(status: () => KeeperStatus): void {
    const gauge = (name: string, help: string, read: (status: KeeperStatus) => number): void => {
      const registers = [this.registry];
      // oxlint-disable-next-line no-new -- a metric lives in its registry
      new Gauge({
        name: `cairn_lease_keeper_${name}`,
        help,
        registers,
        collect(): void {
          this.set(read(status()));
        },
      });
    };
    gauge('attached', '1 when a raft-node has attached this keeper.', ({ role }) =>
      role === 'detached' ? 0 : 1,
    );
    gauge('primary', '1 when this keeper is the primary one.', ({ role }) =>
      role === 'primary' ? 1 : 0,
    );
    gauge('authority', '1 while this keeper can prove that it is primary.', ({ authority }) =>
      authority ? 1 : 0,
    );
    gauge('epoch', 'Log index of the entry that named the primary keeper.', ({ epoch }) => epoch);
    gauge('leases', 'Leases whose time this keeper keeps.', ({ leases }) => leases);
    gauge(
      'expiring_leases',
      'Leases that have run out and whose revoke the log has not confirmed yet.',
      ({ expiring }) => expiring,
    );
    gauge('waiting', 'Keep-alives that cannot be answered yet.', ({ waiting }) => waiting);
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.registry] });
  }
}
