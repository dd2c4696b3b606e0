import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recognizeProtocol } from './first-bytes.ts';

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

test('only the whole preface is HTTP/2, whatever follows it', () => {
  assert.equal(recognizeProtocol(preface), 'http2');
  assert.equal(recognizeProtocol(Buffer.concat([preface, Buffer.from([0, 0, 0, 4])])), 'http2');
  for (let length = 0; length < preface.length; length += 1) {
    assert.equal(recognizeProtocol(preface.subarray(0, length)), undefined);
  }
});

test('one differing byte makes it HTTP/1', () => {
  for (const text of ['G', 'POST / HTTP/1.1\r\n', 'PUT', 'PRI * HTTP/1', '\u0015\u0003\u0001']) {
    assert.equal(recognizeProtocol(Buffer.from(text, 'latin1')), 'http1', text);
  }
});

test('the first byte of a handshake makes it TLS', () => {
  assert.equal(recognizeProtocol(Uint8Array.of(0x16)), 'tls');
  assert.equal(recognizeProtocol(Uint8Array.of(0x16, 0x03, 0x01)), 'tls');
});
