import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeHuffman } from './huffman.ts';

test('the examples of RFC 7541 are read', () => {
  const examples = {
    f1e3c2e5f23a6ba0ab90f4ff: 'www.example.com',
    a8eb10649cbf: 'no-cache',
    d07abe941054d444a8200595040b8166e082a62d1bff: 'Mon, 21 Oct 2013 20:13:21 GMT',
    '9d29ad171863c78f0b97c8e9ae82ae43d3': 'https://www.example.com',
  };
  for (const [hex, text] of Object.entries(examples)) {
    assert.equal(decodeHuffman(Buffer.from(hex, 'hex')), text);
  }
});

test('padding that is none and codes of other characters are refused', () => {
  assert.throws(() => decodeHuffman(Buffer.from('f1e3c2e5f23a6ba0ab90f4fe', 'hex')), /cut off/);
  assert.throws(() => decodeHuffman(Buffer.from('ffffffff', 'hex')), /printable ASCII/);
});
