import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { waitUntilReady } from './readiness.ts';

const url = 'https://127.0.0.1:2379';

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer(answer);
  const path = join(mkdtempSync(join(tmpdir(), 'cairn-ready-')), 'socket');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { server, address: `unix:${path}` };
}

void test('a member is ready once /health says so, and not before', async () => {
  const asked: (string | undefined)[] = [];
  const { server, address } = await serve((request, response) => {
    asked.push(request.url);
    response.statusCode = asked.length < 3 ? 503 : 200;
    response.end('{"health":"x"}');
  });
  const signal = new AbortController().signal;
  assert.equal(
    await waitUntilReady({ url, address, signal, onStillWaiting: () => undefined }),
    true,
  );
  assert.deepEqual(asked, ['/health', '/health', '/health']);
  server.close();
});

void test('waiting for a member that is asked but never answers ends with the signal', async () => {
  const abort = new AbortController();
  const { server, address } = await serve(() => abort.abort());
  const { signal } = abort;
  assert.equal(
    await waitUntilReady({ url, address, signal, onStillWaiting: () => undefined }),
    false,
  );
  server.closeAllConnections();
  server.close();
});

void test('waiting for a member that nobody listens for ends with the signal', async () => {
  const { server, address } = await serve(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  const abort = new AbortController();
  const waiting = waitUntilReady({
    url,
    address,
    signal: abort.signal,
    onStillWaiting: () => undefined,
  });
  abort.abort();
  assert.equal(await waiting, false);
});
