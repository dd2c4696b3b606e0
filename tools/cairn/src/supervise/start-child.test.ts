import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mallocSettings } from '../plan/malloc-settings.ts';
import { childEnvironment } from './start-child.ts';

void test("the launcher's own variables do not reach the services", () => {
  const env = { PATH: '/bin', CAIRN_NAME: 'x', ETCD_NAME: 'y', HOME: '/root', MY_ETCD_NAME: 'z' };
  const expected = { ...mallocSettings, PATH: '/bin', HOME: '/root', MY_ETCD_NAME: 'z' };
  assert.deepEqual(childEnvironment(env), expected);
});

void test('what the environment says of memory is kept', () => {
  assert.equal(childEnvironment({ MALLOC_ARENA_MAX: '4' })['MALLOC_ARENA_MAX'], '4');
});
