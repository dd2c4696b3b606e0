import assert from 'node:assert/strict';
import { env } from 'node:process';
import { test } from 'node:test';
import { SimulatedCluster } from './simulation/cluster.ts';
import type { ClusterOptions } from './simulation/cluster.ts';

// SEED_COUNT=5000 SEED_START=1 node --test src/simulation.test.ts: a longer hunt.
const seedCount = Number(env['SEED_COUNT'] ?? 150);
const seedStart = Number(env['SEED_START'] ?? 1);
const stepsPerMember = 1200;

const settings = {
  electionTicks: 5,
  heartbeatTicks: 1,
  preVote: true,
  checkQuorum: true,
  entriesBytesPerMessageMax: 100,
  inflightMessagesMax: 3,
  uncommittedBytesMax: 60,
  committedBytesPerReadyMax: 120,
};

const clusters: Record<string, Omit<ClusterOptions, 'seed'>> = {
  'three voters': {
    voters: [1n, 2n, 3n],
    learners: [],
    spares: [],
    changesMembership: false,
    settings,
  },
  'five voters and a learner': {
    voters: [1n, 2n, 3n, 4n, 5n],
    learners: [6n],
    spares: [],
    changesMembership: false,
    settings,
  },
  'three voters without pre-vote and check quorum': {
    voters: [1n, 2n, 3n],
    learners: [],
    spares: [],
    changesMembership: false,
    settings: { ...settings, preVote: false, checkQuorum: false },
  },
  'a single voter with a learner': {
    voters: [1n],
    learners: [2n],
    spares: [],
    changesMembership: false,
    settings,
  },
  'members that come and go': {
    voters: [1n, 2n, 3n],
    learners: [],
    spares: [4n, 5n],
    changesMembership: true,
    settings,
  },
};

for (const [name, options] of Object.entries(clusters)) {
  test(`${name}: whatever happens, nothing committed is lost or changed, and it heals`, (t) => {
    let committed = 0;
    let leaders = 0;
    let reads = 0;
    for (let seed = seedStart; seed < seedStart + seedCount; seed++) {
      const cluster = new SimulatedCluster({ ...options, seed });
      try {
        cluster.chaos(stepsPerMember * cluster.members.size);
        assert.ok(cluster.heal(400), 'did not converge after healing');
      } catch (error) {
        throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
      }
      committed += cluster.checker.committedIndex;
      leaders += cluster.checker.leadersSeen;
      reads += cluster.checker.readsServed;
    }
    t.diagnostic(`${committed} entries, ${leaders} leaders, ${reads} reads in ${seedCount} runs`);
    // A simulation in which nothing happens proves nothing.
    assert.ok(committed > 20 * seedCount, `only ${committed} entries in ${seedCount} runs`);
    assert.ok(leaders > 2 * seedCount, `only ${leaders} leaders in ${seedCount} runs`);
    assert.ok(reads > 5 * seedCount, `only ${reads} reads in ${seedCount} runs`);
  });
}
