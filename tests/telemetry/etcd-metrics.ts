// etcd's metrics that Cairn does not have, and why: the table of docs/metrics.md is made from this list.

const bbolt = 'a step inside bbolt, which is not used';
const v2 = 'the v2 store, which does not exist here';
const proxy = 'the grpc-proxy, which is a program of its own';
const go = 'the Go runtime; nodejs_* and process_* tell of ours';
const paced = 'compaction goes in slices of less than a millisecond; nobody waits for one';
const snapshotFile =
  "etcd's snapshot files; here the store itself is what a log is compacted behind";

export const missingMetrics: ReadonlyMap<string, string> = new Map([
  ['etcd_debugging_disk_backend_commit_rebalance_duration_seconds', bbolt],
  ['etcd_debugging_disk_backend_commit_spill_duration_seconds', bbolt],
  ['etcd_debugging_disk_backend_commit_write_duration_seconds', bbolt],
  ['etcd_debugging_mvcc_db_compaction_pause_duration_milliseconds', paced],
  ['etcd_debugging_mvcc_index_compaction_pause_duration_milliseconds', paced],
  [
    'etcd_debugging_mvcc_pending_events_total',
    'events wait in the buffers of connections, which are bounded in bytes; etcd_debugging_mvcc_slow_watcher_total tells who is behind',
  ],
  ['etcd_debugging_snap_save_marshalling_duration_seconds', snapshotFile],
  ['etcd_debugging_snap_save_total_duration_seconds', snapshotFile],
  ['etcd_debugging_store_expires_total', v2],
  ['etcd_debugging_store_reads_total', v2],
  ['etcd_debugging_store_watch_requests_total', v2],
  ['etcd_debugging_store_watchers', v2],
  ['etcd_debugging_store_writes_total', v2],
  ['etcd_disk_backend_snapshot_duration_seconds', 'there is no Maintenance.Snapshot yet'],
  [
    'etcd_disk_wal_write_duration_seconds',
    'a write goes to the page cache at once; etcd_disk_wal_fsync_duration_seconds tells of the disk',
  ],
  ['etcd_grpc_proxy_cache_hits_total', proxy],
  ['etcd_grpc_proxy_cache_keys_total', proxy],
  ['etcd_grpc_proxy_cache_misses_total', proxy],
  ['etcd_grpc_proxy_events_coalescing_total', proxy],
  ['etcd_grpc_proxy_watchers_coalescing_total', proxy],
  [
    'etcd_mvcc_db_open_read_transactions',
    'reads hold no transaction: records are immutable, and found through the key index',
  ],
  ['etcd_server_go_version', go],
  ['etcd_snap_db_fsync_duration_seconds', snapshotFile],
  ['etcd_snap_db_save_total_duration_seconds', snapshotFile],
  ['etcd_snap_fsync_duration_seconds', snapshotFile],
  ['process_network_receive_bytes_total', 'etcd_network_* count what clients and peers send'],
  ['process_network_transmit_bytes_total', 'etcd_network_* count what they are sent'],
  ['process_virtual_memory_max_bytes', 'Node does not tell the limit'],
  ['promhttp_metric_handler_requests_in_flight', go],
  ['promhttp_metric_handler_requests_total', go],
]);

/** Of the Go runtime: too many to name, and none means anything here. */
export function isOfGo(family: string): boolean {
  return family.startsWith('go_');
}

/** What the alerts and the dashboard of etcd's mixin (contrib/mixin) look at. */
export const mixinMetrics: readonly string[] = [
  'etcd_disk_backend_commit_duration_seconds',
  'etcd_disk_wal_fsync_duration_seconds',
  'etcd_mvcc_db_total_size_in_bytes',
  'etcd_mvcc_db_total_size_in_use_in_bytes',
  'etcd_network_client_grpc_received_bytes_total',
  'etcd_network_client_grpc_sent_bytes_total',
  'etcd_network_peer_received_bytes_total',
  'etcd_network_peer_round_trip_time_seconds',
  'etcd_network_peer_sent_bytes_total',
  'etcd_network_peer_sent_failures_total',
  'etcd_server_has_leader',
  'etcd_server_leader_changes_seen_total',
  'etcd_server_proposals_applied_total',
  'etcd_server_proposals_committed_total',
  'etcd_server_proposals_failed_total',
  'etcd_server_proposals_pending',
  'etcd_server_quota_backend_bytes',
  'grpc_server_handled_total',
  'grpc_server_handling_seconds',
  'grpc_server_started_total',
  'process_resident_memory_bytes',
];

/** Counted by a lease-keeper, so on the page of the exporter and not on that of the client port. */
export const keeperMetrics: readonly string[] = [
  'etcd_debugging_lease_granted_total',
  'etcd_debugging_lease_renewed_total',
  'etcd_debugging_lease_revoked_total',
  'etcd_debugging_lease_ttl_total',
  'etcd_debugging_server_lease_expired_total',
];
