// The metrics of a member beside those of a real etcd: names, types and labels.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import {
  askHttp,
  freePort,
  newerEtcd,
  repositoryRoot,
  startCairn,
  startEtcd,
} from '../kit/index.ts';
import type { SingleServer } from '../kit/index.ts';
import { isOfGo, keeperMetrics, missingMetrics, mixinMetrics } from './etcd-metrics.ts';
import { metricsDocument } from './metrics-document.ts';
import { readFamilies } from './metrics-text.ts';
import type { Family } from './metrics-text.ts';

type Families = ReadonlyMap<string, Family>;

async function familiesAt(endpoint: string): Promise<Families> {
  return readFamilies((await askHttp({ endpoint, path: '/metrics' })).body);
}

/** Some of everything, so that families with labels have samples. */
async function use(server: SingleServer): Promise<void> {
  using client = server.connect();
  await client.call('Put', { key: 'a', value: '1' });
  await client.call('Range', { key: 'a' });
  await client.call('Txn', { success: [{ request_put: { key: 'a', value: '2' } }] });
  for (const path of ['/health', '/livez', '/readyz']) {
    await askHttp({ endpoint: server.endpoint, path });
  }
}

void test('docs/metrics.md says what the list says', () => {
  assert.equal(
    readFileSync(join(repositoryRoot, 'docs/metrics.md'), 'utf8'),
    metricsDocument(),
    'node tests/telemetry/metrics-document.ts > docs/metrics.md',
  );
});

void suite('metrics', () => {
  let server: SingleServer;
  let clientPort: Families;
  let exporter: Families;

  before(async () => {
    const metricsPort = await freePort();
    const flags = [`--listen-metrics-urls=http://127.0.0.1:${metricsPort}`];
    server = await startCairn({ flags });
    await use(server);
    clientPort = await familiesAt(server.endpoint);
    exporter = await familiesAt(`127.0.0.1:${metricsPort}`);
  });
  after(() => server[Symbol.asyncDispose]());

  void test("everything that etcd's dashboard and alerts look at is on both pages", () => {
    for (const families of [clientPort, exporter]) {
      assert.deepEqual(
        mixinMetrics.filter((name) => !families.has(name)),
        [],
      );
    }
  });

  const newer = newerEtcd();
  const skip = newer === undefined ? 'needs the newer etcd that the set-up unpacks' : false;

  void test(
    'each family of etcd is there, with its type and labels, or the list says why not',
    { skip },
    async (t) => {
      await using etcd = await startEtcd({
        ...(newer === undefined ? {} : { binary: newer }),
        flags: ['--metrics=extensive'],
      });
      await use(etcd);
      const theirs = await familiesAt(etcd.endpoint);
      assert.ok(theirs.size > 100, `etcd has ${theirs.size} families`);
      const wanted = [...theirs].filter(([name]) => !isOfGo(name));

      await t.test('on the page of the exporter', () => {
        const missing = wanted.map(([name]) => name).filter((name) => !exporter.has(name));
        assert.deepEqual(missing.toSorted(), [...missingMetrics.keys()].toSorted());
      });

      await t.test('on that of the client port, but for those of the lease-keeper', () => {
        const missing = wanted.map(([name]) => name).filter((name) => !clientPort.has(name));
        const expected = [...missingMetrics.keys(), ...keeperMetrics];
        assert.deepEqual(missing.toSorted(), expected.toSorted());
      });

      await t.test('with the same type, and the same labels where both have a sample', () => {
        for (const [name, { type, labelNames }] of wanted) {
          const ours = exporter.get(name);
          if (ours === undefined) continue;
          assert.equal(ours.type, type, name);
          if (labelNames.size === 0 || ours.labelNames.size === 0) continue;
          assert.deepEqual([...ours.labelNames].toSorted(), [...labelNames].toSorted(), name);
        }
      });
    },
  );
});
