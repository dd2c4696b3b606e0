// A member that was away while the others wrote so much that their logs no longer reach back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireTools, startEtcd, startSubjectCluster, subjectIsEtcd } from '../kit/index.ts';
import type { EtcdClient } from '../kit/index.ts';
import { assertSameHash } from './scenario.ts';

const putsPerTxn = 125;
const txnCount = 1_600;
/** A key is overwritten several times, so that the history differs from the final state. */
const keyCount = 40_000;

test(
  `a member away for ${putsPerTxn * txnCount} writes catches up and holds what etcd would`,
  requireTools('etcd'),
  async (t) => {
    await using oracle = await startEtcd();
    await using cluster = await startSubjectCluster({
      members: 3,
      nats: false,
      snapshotCount: 200,
      snapshotCatchupEntries: 50,
    });
    const leader = await cluster.leader();
    const away = (await cluster.followers()).at(0) ?? assert.fail('no follower');
    using first = leader.connect();
    using other = oracle.connect();
    const both = [first, other];
    await writeTxn(both, 0);

    await away.node.kill();
    const startedAtMs = performance.now();
    let revision = 0;
    for (let number = 1; number <= txnCount; number++) revision = await writeTxn(both, number);
    const seconds = (performance.now() - startedAtMs) / 1_000;
    t.diagnostic(`${putsPerTxn * txnCount} writes in ${seconds.toFixed(1)} s`);

    await away.node.start();
    const hash = await assertSameHash(cluster.members, revision);
    // etcd keeps 5,000 entries whatever it is told; Cairn was told to keep fewer than were written.
    if (!subjectIsEtcd()) assert.match(away.node.logTail(), /installed a snapshot/);
    assert.equal(hash, (await other.call('HashKV', { revision })).hash, 'the hash is that of etcd');
  },
);

/** The same transaction on every server; their revisions must agree. */
async function writeTxn(clients: readonly EtcdClient[], number: number): Promise<number> {
  const success = Array.from({ length: putsPerTxn }, (_, index) => {
    const write = number * putsPerTxn + index;
    return { request_put: { key: `key/${write % keyCount}`, value: `value ${write}` } };
  });
  const answers = await Promise.all(clients.map((client) => client.call('Txn', { success })));
  const revisions = answers.map(({ header }) => Number(header?.revision));
  assert.equal(new Set(revisions).size, 1, `revisions differ: ${revisions.join()}`);
  return revisions[0] ?? 0;
}
