import assert from 'node:assert/strict';
import { test } from 'node:test';
import { httpRequest } from '../testing/http-request.ts';
import { profiles } from './profiles.ts';

test('a CPU profile and a heap snapshot are what the inspector makes', async () => {
  const handle = profiles();
  const cpu = await handle(
    httpRequest({ path: '/debug/pprof/profile', query: new URLSearchParams('seconds=1') }),
  );
  const { nodes } = JSON.parse(String(cpu?.body)) as { nodes: unknown[] };
  assert.ok(nodes.length > 0);
  assert.match(cpu?.headers['content-disposition'] ?? '', /\.cpuprofile/);
  const heap = await handle(httpRequest({ path: '/debug/pprof/heap' }));
  const { snapshot } = JSON.parse(String(heap?.body)) as { snapshot: { node_count: number } };
  assert.ok(snapshot.node_count > 1_000);
});

test('there is one profile at a time, and it ends with its client', async () => {
  const gone = new AbortController();
  const handle = profiles({
    cpuProfile: (_durationMs, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve('{}'));
      }),
    heapSnapshot: () => Promise.reject(new Error('no memory')),
  });
  const profile = { path: '/debug/pprof/profile', signal: gone.signal };
  const first = handle(httpRequest(profile));
  assert.equal((await handle(httpRequest(profile)))?.status, 503);
  assert.equal((await handle(httpRequest({ path: '/debug/pprof/heap' })))?.status, 503);
  gone.abort();
  assert.equal((await first)?.status, 200);
  await assert.rejects(handle(httpRequest({ path: '/debug/pprof/heap' })), /no memory/);
  await assert.rejects(handle(httpRequest({ path: '/debug/pprof/heap' })), /no memory/);
});

test('the index names them, other paths and methods and times are refused', async () => {
  const handle = profiles({
    cpuProfile: () => Promise.resolve('{}'),
    heapSnapshot: () => Promise.resolve('{}'),
  });
  assert.match(String((await handle(httpRequest({ path: '/debug/pprof/' })))?.body), /heap/);
  assert.equal(await handle(httpRequest({ path: '/debug/vars' })), undefined);
  assert.equal(
    (await handle(httpRequest({ method: 'POST', path: '/debug/pprof/heap' })))?.status,
    405,
  );
  for (const seconds of ['0', '-1', 'x', '301', '1.5']) {
    const query = new URLSearchParams({ seconds });
    assert.equal((await handle(httpRequest({ path: '/debug/pprof/profile', query })))?.status, 400);
  }
});
