import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderBlock, HeaderField } from '@cairn/http2';
import { ServiceTable } from '../grpc/service-table.ts';
import { CallPlans } from './call-plans.ts';

const path = '/test.Echo/Echo';
const handler = (): void => undefined;

function block(...more: readonly HeaderField[]): HeaderBlock {
  const usual: readonly HeaderField[] = [
    [':method', 'POST'],
    [':path', path],
    ['content-type', 'application/grpc'],
  ];
  return { fields: [...usual, ...more], isTooLarge: false };
}

function plans(): CallPlans {
  return new CallPlans(
    new ServiceTable({ unary: new Map([[path, handler]]), stream: new Map() }),
    false,
  );
}

test('the plan of a block that comes again is the same, with the same metadata', () => {
  const known = plans();
  const head = block(['token', 'secret']);
  const plan = known.of(head);
  assert.ok(plan.kind === 'unary' && plan.handler === handler);
  assert.equal(known.of(head), plan);
  assert.equal(plan.facts.metadata.get('token'), 'secret');
  assert.equal(plan.facts.metadata, plan.facts.metadata);
  assert.notEqual(known.of(block(['token', 'secret'])), plan, 'a block is known by its identity');
});

test('a timeout is read from each block', () => {
  const known = plans();
  for (const [text, timeoutMs] of [
    ['5S', 5_000],
    ['20m', 20],
  ] as const) {
    const plan = known.of(block(['grpc-timeout', text]));
    assert.ok(plan.kind === 'unary');
    assert.equal(plan.facts.timeoutMs, timeoutMs);
  }
});

test('what cannot be served is refused with the words of grpc-go', () => {
  const known = plans();
  const unknown: HeaderBlock = {
    fields: block().fields.map(([name, value]) => [name, name === ':path' ? '/a.B/C' : value]),
    isTooLarge: false,
  };
  assert.deepEqual(known.of(unknown), {
    kind: 'refused',
    status: { code: 12, message: 'unknown service a.B' },
    httpStatus: 200,
  });
  const encoded = known.of(block(['grpc-encoding', 'br']));
  assert.ok(encoded.kind === 'refused');
  assert.match(encoded.status.message, /^grpc: Decompressor is not installed/);
});
