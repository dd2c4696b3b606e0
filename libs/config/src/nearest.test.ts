import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editDistance, suggestion } from './nearest.ts';

void test('a typing mistake costs one, whichever of the four kinds it is', () => {
  assert.equal(editDistance('name', 'name'), 0);
  assert.equal(editDistance('name', 'nme'), 1);
  assert.equal(editDistance('name', 'naame'), 1);
  assert.equal(editDistance('name', 'nane'), 1);
  assert.equal(editDistance('name', 'nmae'), 1);
  assert.equal(editDistance('', 'name'), 4);
});

void test('only a near name is suggested, and the nearest of them', () => {
  const names = ['listen-client-urls', 'listen-peer-urls', 'name'];
  assert.equal(
    suggestion('listen-client-url', names, '--'),
    ' (did you mean --listen-client-urls?)',
  );
  assert.equal(suggestion('listen-per-urls', names, '--'), ' (did you mean --listen-peer-urls?)');
  assert.equal(suggestion('quota', names, '--'), '');
});
