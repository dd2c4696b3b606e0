import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientVersions } from './client-versions.ts';

function callOf(version?: string): { metadata: ReadonlyMap<string, string> } {
  return { metadata: new Map(version === undefined ? [] : [['client-api-version', version]]) };
}

function told(versions: ClientVersions): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  versions.each((form, version, requests) => void lines.set(`${form} ${version}`, requests));
  return lines;
}

void test('calls are counted by form and by the version that the client says', () => {
  const versions = new ClientVersions();
  versions.add('unary', callOf('3.5'));
  versions.add('unary', callOf('3.5'));
  versions.add('unary', callOf());
  versions.add('stream', callOf('3.5'));
  assert.deepEqual(
    [...told(versions)],
    [
      ['unary 3.5', 2],
      ['unary unknown', 1],
      ['stream 3.5', 1],
    ],
  );
});

void test('a client that always says something else is counted, and fills no memory', () => {
  const versions = new ClientVersions();
  for (let i = 0; i < 1_000; i++) versions.add('unary', callOf(`v${i}`));
  versions.add('unary', callOf('x'.repeat(10_000)));
  const lines = told(versions);
  assert.ok(lines.size <= 101, `${lines.size} versions`);
  assert.equal(
    [...lines.values()].reduce((sum, requests) => sum + requests, 0),
    1_001,
  );
});

void test('what is no text is neither counted nor taken', () => {
  const versions = new ClientVersions();
  assert.equal(versions.add('unary', callOf('3.7\xff')), false);
  // The bytes of U+2603.
  assert.equal(versions.add('unary', callOf('\xe2\x98\x83')), true);
  assert.equal(told(versions).size, 1);
});
