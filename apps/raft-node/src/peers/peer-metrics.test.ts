import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from '@cairn/telemetry';
import { PeerMetrics } from './peer-metrics.ts';

void test('what goes to a member and comes from it has the names and labels of etcd', async () => {
  const registry = new Registry();
  const traffic = new PeerMetrics(registry, 0x1n).of(0xabn);
  assert.ok(traffic !== undefined);
  traffic.sentBytes += 10;
  traffic.sendFailures += 2;
  traffic.receivedBytes += 30;
  traffic.receiveFailures += 1;
  traffic.isActive = true;
  traffic.disconnections += 4;
  traffic.roundTripSeconds.observe(0.0003);
  const page = await registry.metrics();
  for (const line of [
    'etcd_network_peer_sent_bytes_total{To="ab"} 10',
    'etcd_network_peer_sent_failures_total{To="ab"} 2',
    'etcd_network_peer_received_bytes_total{From="ab"} 30',
    'etcd_network_peer_received_failures_total{From="ab"} 1',
    'etcd_network_active_peers{Local="1",Remote="ab"} 1',
    'etcd_network_disconnected_peers_total{Local="1",Remote="ab"} 4',
    'etcd_network_known_peers{Local="1",Remote="ab"} 1',
    'etcd_network_peer_round_trip_time_seconds_bucket{le="0.0002",To="ab"} 0',
    'etcd_network_peer_round_trip_time_seconds_bucket{le="0.0004",To="ab"} 1',
  ]) {
    assert.ok(page.split('\n').includes(line), `${line} in\n${page}`);
  }
});

void test('strangers who all claim to be members do not fill the page', () => {
  const metrics = new PeerMetrics(new Registry(), 0x1n);
  const counted = Array.from({ length: 200 }, (_, i) => metrics.of(BigInt(i + 2))).filter(
    (traffic) => traffic !== undefined,
  );
  assert.equal(counted.length, 64);
  assert.equal(metrics.of(2n), counted[0]);
  assert.equal(metrics.find(150n), undefined);
});
