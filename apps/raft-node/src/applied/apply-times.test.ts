import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdserverpb } from '@cairn/proto';
import { EntryType } from '@cairn/raft';
import type { Entry } from '@cairn/raft';
import { Registry } from '@cairn/telemetry';
import { ApplyTimes } from './apply-times.ts';

interface Kit {
  readonly times: ApplyTimes;
  readonly registry: Registry;
  readonly lines: object[];
}

function kit(thresholdMs: number): Kit {
  const lines: object[] = [];
  const registry = new Registry();
  const warn = (fields: object, message: string): void => {
    lines.push({ message, ...fields });
  };
  const options = { thresholdMs, logger: { warn } as never, clock: { nowMs: () => 0 }, registry };
  return { times: new ApplyTimes(options), registry, lines };
}

/** As the log has it: a header with the id, then the request under its number. */
function putEntry(key: string, value: string): Entry {
  const put = etcdserverpb.PutRequest.encode({ key: Buffer.from(key), value: Buffer.from(value) });
  const body = put.finish();
  const data = Uint8Array.of(0xa2, 0x06, 2, 0x08, 1, 0x22, body.length, ...body);
  return { index: 5, term: 1, type: EntryType.normal, data };
}

void test('a request that takes too long to apply is named with its keys and sizes, never with its value', () => {
  const { times, lines } = kit(100);
  times.add({ entry: putEntry('a/key', 'secret'), durationMs: 99, isRefused: false });
  assert.deepEqual(lines, []);
  times.add({ entry: putEntry('a/key', 'secret'), durationMs: 150.4, isRefused: true });
  assert.deepEqual(lines, [
    {
      message: 'applying a request took too long',
      request: 'Put',
      durationMs: 150,
      thresholdMs: 100,
      isRefused: true,
      key: 'a/key',
      valueBytes: 6,
      requestBytes: 15,
    },
  ]);
});

void test('without a threshold nothing is slow', () => {
  const { times, lines } = kit(0);
  times.add({ entry: putEntry('k', 'v'), durationMs: 1e6, isRefused: false });
  assert.deepEqual(lines, []);
});

void test('every request is counted by what it was and whether it was refused, the slow ones once more', async () => {
  const { times, registry } = kit(100);
  for (const isRefused of [false, false, true]) {
    times.add({ entry: putEntry('k', 'v'), durationMs: 200, isRefused });
  }
  const page = await registry.metrics();
  const count = (success: boolean): string =>
    `etcd_server_apply_duration_seconds_count{version="v3",op="Put",success="${success}"}`;
  assert.ok(page.includes(`${count(true)} 2\n`), page);
  assert.ok(page.includes(`${count(false)} 1\n`), page);
  assert.match(page, /^etcd_server_slow_apply_total 3$/m);
});
