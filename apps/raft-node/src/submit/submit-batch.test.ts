import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { cairn } from '@cairn/proto';
import { MalformedBatchError, readSubmitBatch } from './submit-batch.ts';

const { SubmitBatch } = cairn.v1;

interface Item {
  readonly id: number;
  readonly method: number;
  readonly request: string;
  readonly timeoutMs: number;
  readonly token: string | undefined;
  readonly certificateName: string;
  readonly traceContext: string;
}

function itemsOf(message: Uint8Array): Item[] {
  const items: Item[] = [];
  readSubmitBatch(message, {
    onItem: (id, method, request, timeoutMs, token, certificateName, context) => {
      const hex = Buffer.from(request).toString('hex');
      const traceContext = Buffer.from(context).toString('hex');
      items.push({ id, method, request: hex, timeoutMs, token, certificateName, traceContext });
    },
  });
  return items;
}

function plainItemsOf(message: Uint8Array): Item[] {
  return (SubmitBatch.decode(message).items as cairn.v1.SubmitItem[]).map((item) => ({
    id: item.id,
    method: item.method,
    request: Buffer.from(item.request).toString('hex'),
    timeoutMs: item.timeout_ms,
    token: item.token == null ? undefined : Buffer.from(item.token).toString('latin1'),
    certificateName: item.certificate_name,
    traceContext: Buffer.from(item.trace_context).toString('hex'),
  }));
}

function anyBatch(random: SeededRandom): Uint8Array {
  const any = (): number => random.nextUint32() >>> random.nextBelow(32);
  const items = Array.from({ length: random.nextBelow(6) }, () => ({
    id: any(),
    method: random.nextBelow(20),
    request: new Uint8Array(random.nextBelow(300)).fill(random.nextBelow(256)),
    ...(random.nextBelow(2) === 0 ? {} : { timeout_ms: any() }),
    ...(random.nextBelow(2) === 0
      ? {}
      : { token: new Uint8Array(random.nextBelow(200)).fill(random.nextBelow(256)) }),
    ...(random.nextBelow(2) === 0
      ? {}
      : { certificate_name: '\ufeffJürgen 🔑'.repeat(random.nextBelow(20)) }),
    ...(random.nextBelow(2) === 0
      ? {}
      : { trace_context: new Uint8Array(random.nextBelow(30)).fill(random.nextBelow(256)) }),
  }));
  return SubmitBatch.encode({ items }).finish();
}

test('a batch has the items that the generated code reads', () => {
  const random = new SeededRandom(4);
  for (let round = 0; round < 1_000; round++) {
    const message = anyBatch(random);
    assert.deepEqual(itemsOf(message), plainItemsOf(message));
  }
});

test('fields of a later version are passed over', () => {
  const item = [
    0x08, 5, 0x52, 2, 9, 9, 0x5d, 1, 2, 3, 4, 0x59, 1, 2, 3, 4, 5, 6, 7, 8, 0x60, 0xff, 1,
  ];
  const message = Uint8Array.from([0x12, 1, 7, 0x0a, item.length, ...item]);
  const absent = {
    method: 0,
    request: '',
    timeoutMs: 0,
    token: undefined,
    certificateName: '',
    traceContext: '',
  };
  assert.deepEqual(itemsOf(message), [{ id: 5, ...absent }]);
});

test('what the generated code refuses is refused before anything is told', () => {
  const random = new SeededRandom(9);
  let refused = 0;
  for (let round = 0; round < 3_000; round++) {
    const message = anyBatch(random).slice();
    if (message.length === 0) continue;
    for (let i = 0; i < 3; i++) message[random.nextBelow(message.length)] = random.nextUint32();
    const cut = message.subarray(0, message.length - random.nextBelow(2));
    const told: number[] = [];
    const listener = { onItem: (id: number) => void told.push(id) };
    let isRefused = false;
    try {
      readSubmitBatch(cut, listener);
    } catch (error) {
      assert.ok(error instanceof MalformedBatchError, String(error));
      isRefused = true;
    }
    if (isRefused) {
      refused += 1;
      assert.deepEqual(told, []);
    }
    let plain: Item[] | undefined;
    try {
      plain = plainItemsOf(cut);
    } catch {
      plain = undefined;
    }
    if (plain !== undefined && !isRefused) assert.deepEqual(itemsOf(cut), plain);
  }
  assert.ok(refused > 300, `${refused} were refused`);
});
