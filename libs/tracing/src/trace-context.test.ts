import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTraceContext, encodeTraceContext, parseTraceparent } from './trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

void test('a traceparent says trace, span and whether the client has it sampled', () => {
  const parse = (flags: string): unknown => parseTraceparent(`00-${traceId}-${spanId}-${flags}`);
  assert.deepEqual(parse('01'), { traceId, spanId, isSampled: true });
  assert.deepEqual(parse('00'), { traceId, spanId, isSampled: false });
  assert.deepEqual(parse('03'), { traceId, spanId, isSampled: true });
});

void test('a later version may say more, the first one may not', () => {
  assert.equal(parseTraceparent(`cc-${traceId}-${spanId}-01-what`)?.traceId, traceId);
  assert.equal(parseTraceparent(`00-${traceId}-${spanId}-01-what`), undefined);
  assert.equal(parseTraceparent(`ff-${traceId}-${spanId}-01`), undefined);
});

void test('what is no traceparent is as good as none', () => {
  for (const text of [
    '',
    '00',
    `00-${traceId}-${spanId}`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}0-${spanId}-01`,
  ]) {
    assert.equal(parseTraceparent(text), undefined, text);
  }
});

void test('a context comes through its bytes, and other bytes are none', () => {
  const bytes = encodeTraceContext({ traceId, spanId });
  assert.equal(bytes.length, 24);
  assert.deepEqual(decodeTraceContext(bytes), { traceId, spanId });
  assert.deepEqual(decodeTraceContext(Buffer.concat([Buffer.from([1]), bytes]).subarray(1)), {
    traceId,
    spanId,
  });
  assert.equal(decodeTraceContext(bytes.subarray(1)), undefined);
  assert.equal(decodeTraceContext(new Uint8Array(24)), undefined);
});
