import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unixPathOf } from './unix-url.ts';

void test('a Unix socket is named by an absolute path behind an empty host', () => {
  assert.equal(unixPathOf('unix:///run/etcd/client.sock'), '/run/etcd/client.sock');
  for (const url of ['unix://client.sock', 'unix:///', 'unixs:///run/x', 'http://host/run/x']) {
    assert.equal(unixPathOf(url), undefined, url);
  }
});
