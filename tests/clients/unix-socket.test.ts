// Clients on the same machine that come over a Unix socket in place of a port.
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { EtcdClient, freePort, scratchDirectory, startCairn } from '../kit/index.ts';

function askOver(socketPath: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ socketPath, path }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (body += piece));
      response.once('end', () => resolve(body));
    }).once('error', reject);
  });
}

void suite('a client URL unix:///path', () => {
  void test('serves gRPC and HTTP, also after a kill that has left its file', async () => {
    const path = join(scratchDirectory('client-socket'), 'etcd.sock');
    const port = await freePort();
    await using server = await startCairn({
      flags: [`--listen-client-urls=unix://${path},http://127.0.0.1:${port}`],
      endpoint: `127.0.0.1:${port}`,
    });
    {
      using client = new EtcdClient(`unix:${path}`);
      await client.call('Put', { key: 'k', value: 'v' });
      const { kvs } = await client.call('Range', { key: 'k' });
      assert.equal(Buffer.from(kvs[0]?.value ?? []).toString(), 'v');
    }
    assert.equal(JSON.parse(await askOver(path, '/health')).health, 'true');
    await server.program.kill();
    await server.program.start();
    using again = new EtcdClient(`unix:${path}`);
    const { kvs } = await again.call('Range', { key: 'k' });
    assert.equal(kvs.length, 1);
  });
});
