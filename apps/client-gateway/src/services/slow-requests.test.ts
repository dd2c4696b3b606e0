import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdserverpb } from '@cairn/proto';
import { SlowRequests } from './slow-requests.ts';

interface Line {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

function recorded(): { slow: SlowRequests; lines: Line[]; at: (ms: number) => void } {
  const lines: Line[] = [];
  let now = 0;
  const warn = (fields: object, message: string): void => {
    lines.push({ fields: { ...fields }, message });
  };
  const slow = new SlowRequests(300, { warn } as never, { nowMs: () => now });
  return { slow, lines, at: (ms) => (now = ms) };
}

const call = { path: '/etcdserverpb.KV/Put', peerAddress: '10.0.0.1:5' };
const put = etcdserverpb.PutRequest.encode({
  key: Buffer.from('a/key'),
  value: Buffer.from('a secret'),
}).finish();

void test('a request that took too long is named with its key, never with its value', () => {
  const { slow, lines } = recorded();
  slow.finished(299, 0, call, put);
  slow.finished(300.4, 0, call, put);
  assert.deepEqual(lines, [
    {
      message: 'request took too long',
      fields: {
        method: '/etcdserverpb.KV/Put',
        client: '10.0.0.1:5',
        code: 0,
        durationMs: 300,
        thresholdMs: 300,
        key: 'a/key',
        valueBytes: 8,
        requestBytes: put.length,
      },
    },
  ]);
  assert.doesNotMatch(JSON.stringify(lines), /secret/);
});

void test('when everything is slow, some are named and the others counted', () => {
  const { slow, lines, at } = recorded();
  for (let i = 0; i < 500; i++) slow.finished(1_000, 0, call, put);
  assert.equal(lines.length, 10);
  at(1_000);
  slow.finished(1_000, 0, call, put);
  assert.deepEqual(lines[10], { message: 'more slow requests', fields: { requests: 490 } });
  assert.equal(lines.length, 12);
});
