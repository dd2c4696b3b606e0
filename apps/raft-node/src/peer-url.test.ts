import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peerAddress } from './peer-url.ts';

test('an address has its port, also the one that URLs leave out, and says whether it is TLS', () => {
  for (const [url, address] of [
    ['http://10.0.0.1:2380', '10.0.0.1:2380'],
    ['http://member.example/', 'member.example:80'],
    ['http://member.example:80', 'member.example:80'],
    ['https://member.example', 'tls:member.example:443'],
    ['http://[::1]:2380', '[::1]:2380'],
  ] as const) {
    assert.equal(peerAddress(url), address);
  }
});
