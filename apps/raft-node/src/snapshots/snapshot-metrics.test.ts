import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from '@cairn/telemetry';
import { SnapshotMetrics } from './snapshot-metrics.ts';

void test('a transfer counts as under way until it has ended, in one way or the other', async () => {
  const registry = new Registry();
  const metrics = new SnapshotMetrics(registry);
  const lines = async (): Promise<readonly string[]> => (await registry.metrics()).split('\n');
  const end = metrics.sending(0xabn);
  metrics.receiving(0xcdn)('failure');
  assert.ok((await lines()).includes('etcd_network_snapshot_send_inflights_total{To="ab"} 1'));
  end('success');
  const after = await lines();
  for (const line of [
    'etcd_network_snapshot_send_inflights_total{To="ab"} 0',
    'etcd_network_snapshot_send_success{To="ab"} 1',
    'etcd_network_snapshot_send_total_duration_seconds_count{To="ab"} 1',
    'etcd_network_snapshot_receive_failures{From="cd"} 1',
    'etcd_network_snapshot_receive_inflights_total{From="cd"} 0',
  ]) {
    assert.ok(after.includes(line), line);
  }
});
