import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childEnvironment } from './start-child.ts';

void test("the launcher's own variables do not reach the services", () => {
  const env = { PATH: '/bin', CAIRN_NAME: 'x', ETCD_NAME: 'y', HOME: '/root', MY_ETCD_NAME: 'z' };
  assert.deepEqual(childEnvironment(env), { PATH: '/bin', HOME: '/root', MY_ETCD_NAME: 'z' });
});
