import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childEnvironment } from './start-child.ts';

void test("the launcher's own variables do not reach the services", () => {
  const env = { PATH: '/bin', CAIRN_NAME: 'x', ETCD_NAME: 'y', HOME: '/root', MY_ETCD_NAME: 'z' };
  const { NODE_COMPILE_CACHE: compileCache, ...inherited } = childEnvironment(env);
  assert.deepEqual(inherited, { PATH: '/bin', HOME: '/root', MY_ETCD_NAME: 'z' });
  assert.match(compileCache ?? '', /node_modules\/\.cache\/cairn$/);
});

void test('a compile cache that the environment names is kept', () => {
  assert.equal(childEnvironment({ NODE_COMPILE_CACHE: '/c' })['NODE_COMPILE_CACHE'], '/c');
});
