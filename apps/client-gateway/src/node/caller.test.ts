import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenOf } from './caller.ts';

function tokenIn(metadata: Readonly<Record<string, string>>): string | undefined {
  return tokenOf({ metadata: new Map(Object.entries(metadata)) });
}

test('a token is found under both names, with or without its scheme', () => {
  assert.equal(tokenIn({ token: 'a' }), 'a');
  assert.equal(tokenIn({ authorization: 'a' }), 'a');
  assert.equal(tokenIn({ authorization: 'Bearer a' }), 'a');
  assert.equal(tokenIn({ authorization: 'b', token: 'a' }), 'a');
});

test('a token that is sent and empty is not the same as none', () => {
  assert.equal(tokenIn({}), undefined);
  for (const sent of [{ token: '' }, { authorization: '' }, { authorization: 'Bearer ' }]) {
    assert.equal(tokenIn(sent), '');
  }
});
