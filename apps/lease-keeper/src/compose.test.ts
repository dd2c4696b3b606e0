import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { it } from 'node:test';
import { readConfig } from '@cairn/config';
import { createLogger } from '@cairn/telemetry';
import { compose } from './compose.ts';
import { definition } from './config.ts';
import type { LeaseKeeperConfig } from './config.ts';
import { FakeNode, until } from './testing/fake-node.ts';
import { Gateway } from './testing/gateway.ts';

const timeout = { timeout: 20_000 };

function configured(argv: readonly string[]): LeaseKeeperConfig {
  const result = readConfig(definition, { argv, env: {}, readFile: () => '' });
  assert.ok(result.kind === 'values', JSON.stringify(result));
  return result.values;
}

function mistakesOf(argv: readonly string[]): readonly string[] {
  const result = readConfig(definition, { argv, env: {}, readFile: () => '' });
  return result.kind === 'mistakes' ? result.messages : [];
}

function scratchDirectory(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'keeper-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

it(
  'the service attaches, answers, tells its health and its metrics, and stops',
  timeout,
  async () => {
    using directory = scratchDirectory();
    await using node = await FakeNode.start();
    const admin = `unix:${join(directory.path, 'admin')}`;
    const listen = `unix:${join(directory.path, 'keeper')}`;
    const running = await compose(
      configured([
        '--keeper-id=k',
        `--node-addresses=${node.address}`,
        `--listen-address=${listen}`,
        `--admin-address=${admin}`,
      ]),
      { logger: createLogger({ service: 'test', level: 'fatal' }), fail: assert.ifError },
    );
    const line = await node.keeper();
    assert.equal((await get(admin, '/health')).status, 503);
    assert.equal((await until(() => line.heardOf('hello')[0])).address, listen);
    line.makePrimary(3, [[1, 60]]);
    using gateway = new Gateway(listen);
    assert.equal(await gateway.ask(1), 'alive 60');
    const health = await get(admin, '/health');
    assert.equal(health.status, 200);
    assert.equal(JSON.parse(health.body).details.role, 'primary');
    const metrics = await get(admin, '/metrics');
    for (const sample of [
      'cairn_lease_keeper_primary 1',
      'cairn_lease_keeper_attached 1',
      'cairn_lease_keeper_epoch 3',
      'cairn_lease_keeper_leases 1',
      'cairn_lease_keeper_answers_total{outcome="alive"} 1',
      'etcd_debugging_lease_renewed_total 1',
    ]) {
      assert.ok(metrics.body.includes(`\n${sample}\n`), sample);
    }
    await running.stop();
    await until(() => line.isOver && gateway.isOver);
  },
);

it('a keeper that listens everywhere must be told how it is reached', () => {
  const everywhere = ['--keeper-id', 'k', '--listen-address', '0.0.0.0:2383'];
  assert.match(mistakesOf(everywhere).join(), /--advertise-address/);
  assert.deepEqual(mistakesOf([...everywhere, '--advertise-address', 'keeper:2383']), []);
  assert.match(mistakesOf([]).join(), /--keeper-id is required/);
  assert.match(mistakesOf(['--keeper-id', 'k', '--node-addresses', '']).join(), /raft-node/);
});

function get(admin: string, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const socketPath = admin.slice('unix:'.length);
    request({ socketPath, path }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}
