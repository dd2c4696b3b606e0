import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest, HttpResponse } from '@cairn/edge';
import { httpRequest } from '../testing/http-request.ts';
import { accessControl } from './access-control.ts';
import type { AccessControlOptions } from './access-control.ts';

const open: AccessControlOptions = {
  cors: ['*'],
  hostWhitelist: ['*'],
  certificatesNameUsers: () => false,
};

async function answerTo(
  options: Partial<AccessControlOptions>,
  headers: Readonly<Record<string, string>>,
  more: Partial<HttpRequest> = {},
): Promise<HttpResponse> {
  const handler = accessControl({ ...open, ...options }, ({ path }) =>
    Promise.resolve(
      path === '/known' ? { status: 200, headers: { own: 'x' }, body: 'b' } : undefined,
    ),
  );
  const request = { path: '/known', headers: new Map(Object.entries(headers)), ...more };
  return (await handler(httpRequest(request)))!;
}

test('every answer says that pages of every origin may see it, as long as nothing else was set', async () => {
  const expected = {
    'access-control-allow-headers': 'accept, content-type, authorization',
    'access-control-allow-methods': 'POST, GET, OPTIONS, PUT, DELETE',
    'access-control-allow-origin': '*',
  };
  const known = await answerTo({}, {});
  assert.deepEqual(known.headers, { ...expected, own: 'x' });
  const unknown = await answerTo({}, {}, { path: '/unknown' });
  assert.deepEqual([unknown.status, unknown.body], [404, '404 page not found\n']);
  assert.equal(unknown.headers['access-control-allow-origin'], '*');
  const preflight = await answerTo({}, {}, { method: 'OPTIONS', path: '/unknown' });
  assert.deepEqual([preflight.status, preflight.body, preflight.headers], [200, '', expected]);
  assert.equal((await answerTo({ cors: [] }, {})).headers['access-control-allow-origin'], '*');
});

test('with a list only its origins are told so, by name', async () => {
  const cors = ['https://a.example', 'https://b.example'];
  const allowed = async (origin: string): Promise<string | undefined> =>
    (await answerTo({ cors }, { origin })).headers['access-control-allow-origin'];
  assert.equal(await allowed('https://b.example'), 'https://b.example');
  assert.equal(await allowed('https://c.example'), undefined);
  assert.equal(await allowed('*'), undefined);
  assert.deepEqual((await answerTo({ cors }, {})).headers, { own: 'x' });
});

test('a request that is addressed to a strange name is misdirected, unless it came over TLS', async () => {
  const hostWhitelist = ['etcd.example', '127.0.0.1', '::1'];
  const status = async (host: string, isSecure = false): Promise<number> =>
    (await answerTo({ hostWhitelist }, { host }, { isSecure })).status;
  for (const host of [
    'etcd.example',
    'etcd.example:2379',
    '127.0.0.1:2379',
    '[::1]:2379',
    '[::1]',
  ]) {
    assert.equal(await status(host), 200, host);
  }
  for (const host of ['evil.example', 'evil.example:2379', 'etcd.example.evil', '', '*']) {
    assert.equal(await status(host), 421, host);
    assert.equal(await status(host, true), 200, host);
  }
  const refused = await answerTo({ hostWhitelist }, { host: 'evil"\n<b>' });
  assert.match(String(refused.body), /host name "evil\\"\\n<b>"/);
  assert.match(refused.headers['content-type'] ?? '', /^text\/plain/);
});

test('a certificate with a name is refused with JSON while it would be somebody’s over gRPC', async () => {
  let namesUsers = true;
  const status = async (path: string, certificateName?: string): Promise<number> =>
    (
      await answerTo(
        { certificatesNameUsers: () => namesUsers },
        { authorization: 'token' },
        { path, isSecure: true, certificateName },
      )
    ).status;
  assert.equal(await status('/v3/kv/range', 'ann'), 400);
  assert.equal(await status('/v3beta/kv/range', 'ann'), 400);
  assert.equal(await status('/v3/kv/range'), 404, 'the next one answers');
  assert.equal(await status('/known', 'ann'), 200);
  namesUsers = false;
  assert.equal(await status('/v3/kv/range', 'ann'), 404);
});
