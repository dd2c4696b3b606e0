import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostAndPort } from './peer-url.ts';

test('an address always has its port, also the one that URLs leave out', () => {
  for (const [url, address] of [
    ['http://10.0.0.1:2380', '10.0.0.1:2380'],
    ['http://member.example/', 'member.example:80'],
    ['http://member.example:80', 'member.example:80'],
    ['https://member.example', 'member.example:443'],
    ['http://[::1]:2380', '[::1]:2380'],
  ] as const) {
    assert.equal(hostAndPort(url), address);
  }
});
