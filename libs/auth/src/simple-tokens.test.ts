import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SimpleTokens } from './simple-tokens.ts';

test('a token lives for a TTL after its last use', () => {
  const tokens = new SimpleTokens(100);
  tokens.add('t', 'alice', 0);
  assert.equal(tokens.userOf('t', 99), 'alice');
  assert.equal(tokens.userOf('t', 198), 'alice');
  assert.equal(tokens.userOf('t', 298), undefined);
  assert.equal(tokens.userOf('t', 198), undefined, 'what is over stays over');
  assert.equal(tokens.userOf('never issued', 0), undefined);
});

test('tokens that nobody uses do not gather', () => {
  const tokens = new SimpleTokens(100);
  for (let nowMs = 0; nowMs < 10_000; nowMs += 10) tokens.add(`t${nowMs}`, 'alice', nowMs);
  assert.ok(tokens.size <= 11, `${tokens.size} are kept`);
  assert.equal(tokens.userOf('t9990', 9_990), 'alice');
});

test('all tokens of a user are forgotten together, and no others', () => {
  const tokens = new SimpleTokens(100);
  tokens.add('a1', 'alice', 0);
  tokens.add('b1', 'bob', 0);
  tokens.add('a2', 'alice', 0);
  tokens.forgetUser('alice');
  assert.deepEqual(
    ['a1', 'a2', 'b1'].map((token) => tokens.userOf(token, 1)),
    [undefined, undefined, 'bob'],
  );
  tokens.clear();
  assert.equal(tokens.userOf('b1', 1), undefined);
});
