import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterFamilies } from './cluster-metrics.ts';
import { viewCluster } from './cluster-view.ts';
import type { ScrapedTarget } from './scrape.ts';

interface NodeFacts {
  readonly hasLeader: number;
  readonly isLeader: number;
  readonly revision: number;
  readonly appliedIndex: number;
}

function node(member: string, facts: NodeFacts, healthy = true): ScrapedTarget {
  const values = {
    etcd_server_has_leader: facts.hasLeader,
    etcd_server_is_leader: facts.isLeader,
    etcd_debugging_mvcc_current_revision: facts.revision,
    etcd_server_proposals_applied_total: facts.appliedIndex,
  };
  return {
    target: { service: 'raft-node', member, address: `${member}:1`, instance: `${member}:1` },
    durationMs: 4,
    state: {
      kind: 'up',
      healthy,
      details: {},
      families: Object.entries(values).map(([name, value]) => ({
        name,
        help: '',
        type: 'gauge',
        samples: [{ name, labels: {}, value }],
      })),
    },
  };
}

function down(member: string, reason: string): ScrapedTarget {
  return {
    target: { service: 'raft-node', member, address: `${member}:1`, instance: `${member}:1` },
    durationMs: 2_000,
    state: { kind: 'down', reason },
  };
}

const leader: NodeFacts = { hasLeader: 1, isLeader: 1, revision: 120, appliedIndex: 900 };
const follower: NodeFacts = { hasLeader: 1, isLeader: 0, revision: 117, appliedIndex: 890 };

void test('a cluster in which all is well has no problems and its skews are known', () => {
  const view = viewCluster([node('m1', leader), node('m2', follower)]);
  assert.deepEqual(view.problems, []);
  assert.equal(view.revisionSkew, 3);
  assert.equal(view.appliedIndexSkew, 10);
  assert.equal(view.leaders, 1);
});

void test('a member that is down leaves the skews to those that answer and is named', () => {
  const view = viewCluster([node('m1', leader), down('m2', 'ECONNREFUSED')]);
  assert.equal(view.revisionSkew, 0);
  assert.deepEqual(view.problems, ['raft-node of m2 is down: ECONNREFUSED']);
  assert.equal(view.members[1]?.hasLeader, undefined);
});

void test('two leaders, a member without one and an unhealthy service all show', () => {
  const view = viewCluster([
    node('m1', leader),
    node('m2', leader, false),
    node('m3', { ...follower, hasLeader: 0 }),
  ]);
  assert.equal(view.leaders, 2);
  assert.deepEqual(view.problems, ['raft-node of m2 says it is unhealthy', 'm3 has no leader']);
});

void test('what nobody tells is left out of the metrics instead of being zero', () => {
  const families = clusterFamilies(viewCluster([down('m1', 'gone')]));
  const samples = new Map(families.map((family) => [family.name, family.samples]));
  assert.deepEqual(samples.get('cairn_target_up'), [
    {
      name: 'cairn_target_up',
      labels: { service: 'raft-node', instance: 'm1:1', member: 'm1' },
      value: 0,
    },
  ]);
  assert.deepEqual(samples.get('cairn_member_has_leader'), []);
  assert.deepEqual(samples.get('cairn_cluster_revision_skew'), []);
  assert.equal(samples.get('cairn_cluster_leaders')?.[0]?.value, 0);
});
