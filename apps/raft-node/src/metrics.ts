// etcd's metric names, so that dashboards and alerts made for etcd work here.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { AlarmKind } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { Wal } from '@cairn/wal';
import type { RequestCounts } from './submit/kv.ts';
import { Gauge, Histogram, Registry, collectProcessMetrics } from '@cairn/telemetry';
import { cairnVersion, clusterVersion, etcdVersion } from '@cairn/api';
import { Counter } from '@cairn/telemetry';

/** etcd's buckets for disk operations: 1 ms doubling up to 8.192 s. */
const diskBuckets: number[] = Array.from({ length: 14 }, (_, i) => 0.001 * 2 ** i);

/** etcd's, too: 100 ms doubling up to 409.6 s. */
const defragmentBuckets: number[] = Array.from({ length: 13 }, (_, i) => 0.1 * 2 ** i);

/** etcd's: 10 ms doubling up to 163.84 s. */
const hashBuckets: number[] = Array.from({ length: 15 }, (_, i) => 0.01 * 2 ** i);

/** etcd's: 100 ms doubling up to 819 s. */
const compactionBucketsMs: number[] = Array.from({ length: 14 }, (_, i) => 100 * 2 ** i);

const openFilesDirectory = '/proc/self/fd';
const limitsFile = '/proc/self/limits';

export class RaftNodeMetrics {
  readonly registry: Registry = new Registry();
  readonly walSyncSeconds: Histogram;
  readonly backendCommitSeconds: Histogram;
  readonly defragmentSeconds: Histogram;
  readonly defragmentsUnderWay: Gauge;
  readonly leaderChanges: Counter;
  readonly lateHeartbeats: Counter;
  /** What is asked of this member's store; plain numbers, because they stand behind every request. */
  readonly asked: RequestCounts = { ranges: 0, txns: 0 };
  readonly #hashSeconds: Histogram = new Histogram({
    name: 'etcd_mvcc_hash_duration_seconds',
    help: 'How long it took to hash everything that is stored.',
    buckets: hashBuckets,
    registers: [this.registry],
  });
  readonly #recordHashSeconds: Histogram = new Histogram({
    name: 'etcd_mvcc_hash_rev_duration_seconds',
    help: 'How long it took to hash the records of keys at a revision.',
    buckets: hashBuckets,
    registers: [this.registry],
  });
  readonly #promotions: Counter = new Counter({
    name: 'etcd_server_learner_promote_successes',
    help: 'Learners promoted while this member led.',
    registers: [this.registry],
  });
  readonly #failedPromotions: Counter<'Reason'> = new Counter({
    name: 'etcd_server_learner_promote_failures',
    help: 'Promotions of learners refused or failed while this member led.',
    labelNames: ['Reason'],
    registers: [this.registry],
  });

  constructor(quotaBytes: number) {
    collectProcessMetrics(this.registry);
    const registers = [this.registry];
    this.walSyncSeconds = new Histogram({
      name: 'etcd_disk_wal_fsync_duration_seconds',
      help: 'Latency of syncing the write-ahead log.',
      buckets: diskBuckets,
      registers,
    });
    this.backendCommitSeconds = new Histogram({
      name: 'etcd_disk_backend_commit_duration_seconds',
      help: 'Latency of making a batch durable in the backend.',
      buckets: diskBuckets,
      registers,
    });
    this.defragmentSeconds = new Histogram({
      name: 'etcd_disk_backend_defrag_duration_seconds',
      help: 'How long it took to write the backend anew without its free pages.',
      buckets: defragmentBuckets,
      registers,
    });
    this.defragmentsUnderWay = new Gauge({
      name: 'etcd_disk_defrag_inflight',
      help: 'Whether the backend is being written anew without its free pages.',
      registers,
    });
    this.leaderChanges = new Counter({
      name: 'etcd_server_leader_changes_seen_total',
      help: 'Leader changes seen.',
      registers,
    });
    this.lateHeartbeats = new Counter({
      name: 'etcd_server_heartbeat_send_failures_total',
      help: 'Times that this member was held up for two heartbeats and more while it led.',
      registers,
    });
    this.#constant('etcd_server_version', 'Version of etcd that is spoken.', {
      server_version: etcdVersion,
    });
    this.#constant('etcd_cluster_version', 'Version of etcd that the cluster speaks.', {
      cluster_version: clusterVersion.replace(/\.\d+$/, ''),
    });
    this.#constant('cairn_version', 'Version of Cairn.', { version: cairnVersion });
    this.#gauge('etcd_server_quota_backend_bytes', 'Quota of the backend.', () => quotaBytes);
  }

  hashed(kind: 'records' | 'tables', seconds: number): void {
    const histogram = kind === 'records' ? this.#recordHashSeconds : this.#hashSeconds;
    histogram.observe(seconds);
  }

  /** @param refusal why not */
  promotion(refusal: string | undefined): void {
    if (refusal === undefined) this.#promotions.inc();
    else this.#failedPromotions.inc({ Reason: refusal });
  }

  /** Adds what is read from the running member whenever somebody asks. */
  observe(replica: Replica, wal: Pick<Wal, 'writtenBytes'>, activePeers: () => number): void {
    const gauges = [
      ...consensusGauges(replica),
      ...storeGauges(replica),
      ['etcd_disk_wal_write_bytes_total', 'Bytes written to the log.', () => wal.writtenBytes],
      ['cairn_network_active_peers', 'Members that take our messages.', activePeers],
    ] as const;
    for (const [name, help, read] of gauges) this.#gauge(name, help, read);
    this.#constant('etcd_server_id', 'Id of this member.', {
      server_id: replica.memberId.toString(16),
    });
    const ranges = (): number => this.asked.ranges;
    this.#reading('etcd_mvcc_range_total', 'Ranges asked of this member.', ranges);
    this.#reading('etcd_debugging_mvcc_range_total', 'The same, as etcd called it once.', ranges);
    this.#reading('etcd_mvcc_txn_total', 'Transactions asked of this member.', () => {
      return this.asked.txns;
    });
    this.#countLeaderChanges(replica);
    this.#countFailures(replica);
    this.#showAlarms(replica);
    this.#countEvents(replica);
    this.#countCompactions(replica);
    this.#describeFiles();
  }

  #countLeaderChanges(replica: Replica): void {
    let leader = 0n;
    replica.listen({
      onLeadership: () => {
        if (replica.leader === 0n || replica.leader === leader) return;
        leader = replica.leader;
        this.leaderChanges.inc();
      },
    });
  }

  #countFailures(replica: Replica): void {
    const counts: readonly [string, string, () => number][] = [
      [
        'etcd_server_proposals_failed_total',
        'Proposals that failed or timed out.',
        () => replica.failedProposals,
      ],
      [
        'etcd_server_read_indexes_failed_total',
        'Linearizable reads that ran out of time.',
        () => replica.failedReads,
      ],
      [
        'etcd_server_slow_read_indexes_total',
        'Rounds of linearizable reads that had no answer in time and were begun again.',
        () => replica.slowReadRounds,
      ],
    ];
    for (const [name, help, read] of counts) this.#reading(name, help, read);
  }

  #showAlarms(replica: Replica): void {
    void new Gauge({
      name: 'etcd_debugging_server_alarms',
      help: 'Alarms that are raised: 1 for each member and kind (1 = NOSPACE, 2 = CORRUPT).',
      labelNames: ['server_id', 'alarm_type'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const { memberId, kind } of replica.machine.alarms.list(AlarmKind.none)) {
          this.set({ server_id: memberId.toString(16), alarm_type: String(kind) }, 1);
        }
      },
    });
  }

  #countEvents(replica: Replica): void {
    const registers = [this.registry];
    const puts = new Counter({
      name: 'etcd_mvcc_put_total',
      help: 'Keys put, as seen by this member.',
      registers,
    });
    const deletes = new Counter({
      name: 'etcd_mvcc_delete_total',
      help: 'Keys deleted, as seen by this member.',
      registers,
    });
    let putBytes = 0;
    this.#gauge(
      'etcd_debugging_mvcc_total_put_size_in_bytes',
      'Bytes of the records put, as seen by this member.',
      () => putBytes,
    );
    replica.listen({
      onApplied: ({ events }) => {
        let deleted = 0;
        for (const { kind, record } of events) {
          if (kind === 'delete') deleted += 1;
          else putBytes += record.length;
        }
        if (deleted > 0) deletes.inc(deleted);
        if (events.length > deleted) puts.inc(events.length - deleted);
      },
    });
  }

  #countCompactions(replica: Replica): void {
    const registers = [this.registry];
    const milliseconds = new Histogram({
      name: 'etcd_debugging_mvcc_db_compaction_total_duration_milliseconds',
      help: 'How long compactions took, from the request to the last record removed.',
      buckets: compactionBucketsMs,
      registers,
    });
    let lastUnixSeconds = 0;
    this.#gauge(
      'etcd_debugging_mvcc_db_compaction_last',
      'When the last compaction was done, in seconds since 1970; 0 = none since the start.',
      () => lastUnixSeconds,
    );
    this.#reading(
      'etcd_debugging_mvcc_db_compaction_keys_total',
      'Records removed by compactions.',
      () => replica.machine.store.compactedRecords,
    );
    replica.listen({
      onCompacted: (durationMs) => {
        milliseconds.observe(durationMs);
        lastUnixSeconds = Math.floor(Date.now() / 1_000);
      },
    });
  }

  /** Where the system tells: Linux. */
  #describeFiles(): void {
    if (!existsSync(openFilesDirectory)) return;
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync(limitsFile, 'utf8'))?.[1];
    this.#gauge('os_fd_limit', 'File descriptors that may be open.', () => Number(limit ?? 0));
    this.#gauge(
      'os_fd_used',
      'File descriptors that are open.',
      () => readdirSync(openFilesDirectory).length,
    );
  }

  /** A counter that somebody else counts. */
  #reading(name: string, help: string, read: () => number): void {
    void new Counter({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }

  #gauge(name: string, help: string, read: () => number): void {
    void new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  #constant(name: string, help: string, labels: Record<string, string>): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: Object.keys(labels),
      registers: [this.registry],
    });
    gauge.set(labels, 1);
  }
}

type GaugeRow = readonly [name: string, help: string, read: () => number];

function consensusGauges(replica: Replica): readonly GaugeRow[] {
  return [
    ['etcd_server_has_leader', 'Whether a leader is known.', () => flag(replica.leader !== 0n)],
    ['etcd_server_is_leader', 'Whether this member leads.', () => flag(replica.role === 'leader')],
    [
      'etcd_server_is_learner',
      'Whether this member is a learner.',
      () => flag(replica.status.confState.learners.includes(replica.memberId)),
    ],
    ['etcd_server_proposals_committed_total', 'Committed index.', () => replica.status.committed],
    ['etcd_server_proposals_applied_total', 'Applied index.', () => replica.appliedIndex],
    [
      'etcd_server_proposals_pending',
      'Proposals waiting for an answer.',
      () => replica.pendingProposals,
    ],
    [
      'etcd_server_snapshot_apply_in_progress_total',
      "Whether a snapshot of the leader's is taking the place of the state.",
      () => flag(replica.isInstalling),
    ],
    ['cairn_raft_term', 'Raft term.', () => replica.term],
  ];
}

function storeGauges(replica: Replica): readonly GaugeRow[] {
  const store = (): Replica['machine']['store'] => replica.machine.store;
  const sizes = new BackendSizes(replica);
  return [
    [
      'etcd_mvcc_db_total_size_in_bytes',
      'Bytes of the backend file.',
      () => sizes.read().sizeBytes,
    ],
    [
      'etcd_mvcc_db_total_size_in_use_in_bytes',
      'Bytes of the backend in use.',
      () => sizes.read().inUseBytes,
    ],
    ['etcd_debugging_mvcc_current_revision', 'Current revision.', () => store().currentRevision],
    ['etcd_debugging_mvcc_compact_revision', 'Compact revision.', () => store().compactRevision],
    ['etcd_debugging_mvcc_keys_total', 'Keys in the index.', () => store().keyCount],
    ['etcd_debugging_lease_total', 'Leases that exist.', () => replica.machine.leases.table.size],
    [
      'etcd_debugging_auth_revision',
      'Revision of users and roles.',
      () => replica.machine.auth.revision,
    ],
    [
      'cairn_backend_pending_bytes',
      'Applied bytes not durable yet.',
      () => replica.backend.pendingBytes(),
    ],
  ];
}

/** While a snapshot takes the place of the backend there is none to ask: the last answer stands. */
class BackendSizes {
  readonly #replica: Replica;
  #last = { sizeBytes: 0, inUseBytes: 0 };

  constructor(replica: Replica) {
    this.#replica = replica;
  }

  read(): { readonly sizeBytes: number; readonly inUseBytes: number } {
    const { backend, readable } = this.#replica;
    if (readable) {
      this.#last = { sizeBytes: backend.sizeBytes(), inUseBytes: backend.sizeInUseBytes() };
    }
    return this.#last;
  }
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}
