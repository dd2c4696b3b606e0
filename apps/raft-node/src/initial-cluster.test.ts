import assert from 'node:assert/strict';
import { test } from 'node:test';
import { computeMemberId } from '@cairn/replica';
import { DoNotRestartError } from '@cairn/service';
import type { RaftNodeConfig } from './config.ts';
import { describedCluster, initialCluster } from './initial-cluster.ts';

function config(changed: Partial<RaftNodeConfig>): RaftNodeConfig {
  return {
    name: 'm1',
    initialAdvertisePeerUrls: ['http://a:1'],
    listenPeerUrls: ['http://a:1'],
    initialCluster: [],
    initialClusterToken: 'token',
    initialClusterState: 'new',
    ...changed,
  } as RaftNodeConfig;
}

function mistakes(changed: Partial<RaftNodeConfig>): string[] {
  try {
    initialCluster(config(changed));
  } catch (error) {
    assert.ok(error instanceof DoNotRestartError);
    return error.message.split('\n');
  }
  return [];
}

test('without --initial-cluster the member is alone, known by its advertised URLs', () => {
  const urls = ['http://b:1', 'http://a:1'];
  const { self, members } = initialCluster(config({ initialAdvertisePeerUrls: urls }));
  assert.deepEqual(members, [self]);
  assert.equal(self.id, computeMemberId(urls, 'token'));
});

test('a name that comes twice is one member with two URLs', () => {
  const { self, members } = initialCluster(
    config({
      initialCluster: ['m2=http://c:1', 'm1=http://a:1', 'm1=http://b:1'],
      initialAdvertisePeerUrls: ['http://b:1', 'http://a:1'],
    }),
  );
  assert.deepEqual(
    members.map(({ peerUrls }) => peerUrls),
    [['http://c:1'], ['http://a:1', 'http://b:1']],
  );
  assert.ok(members.some(({ id }) => id === self.id));
});

test('the order in which members are given does not change who they are', () => {
  const items = ['m1=http://a:1', 'm2=http://b:1'];
  const ids = [items, items.toReversed()].map((initial) =>
    initialCluster(config({ initialCluster: initial }))
      .members.map(({ id }) => id)
      .toSorted((a, b) => (a < b ? -1 : 1)),
  );
  assert.deepEqual(ids[0], ids[1]);
});

test('every mistake is named at once', () => {
  const found = mistakes({
    name: 'm9',
    initialCluster: [
      'm1=http://a:1',
      'nonsense',
      '=http://b:1',
      'm3=not a url',
      'm4=http://a:1',
      'm6=unix:///tmp/x',
    ],
    listenPeerUrls: ['unix:///a'],
  });
  assert.deepEqual(found, [
    '--initial-cluster: "nonsense" is not name=url',
    '--initial-cluster: "=http://b:1" is not name=url',
    '--initial-cluster: "m3=not a url" is not name=url',
    '--initial-cluster: "m4=http://a:1" has a URL that was given before: members would be one',
    '--initial-cluster: "m6=unix:///tmp/x" has a URL that is not http:// or https://',
    'couldn\'t find local name "m9" in the initial cluster configuration: ' +
      '--initial-cluster must mention this member by its --name',
    '--listen-peer-urls: "unix:///a" is not http:// or https://',
  ]);
});

test('URLs that the two flags give differently are named', () => {
  const [mistake, ...more] = mistakes({ initialCluster: ['m1=http://a:2', 'm2=http://b:1'] });
  assert.match(mistake ?? '', /has http:\/\/a:2 for m1, but .* is http:\/\/a:1/);
  assert.deepEqual(more, []);
});

test('flags of a member that has data may speak of a cluster that is not the one of today', () => {
  const initialCluster = ['m2=http://c:1', 'nonsense'];
  const { self, members } = describedCluster(config({ initialCluster }));
  assert.equal(self.id, computeMemberId(['http://a:1'], 'token'));
  assert.deepEqual(
    members.map(({ peerUrls }) => peerUrls),
    [['http://c:1']],
  );
  const local = config({ listenPeerUrls: ['unix:///a'] });
  assert.throws(() => describedCluster(local), DoNotRestartError);
});
