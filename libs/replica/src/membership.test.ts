import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend } from '@cairn/backend';
import {
  computeAddedMemberId,
  computeClusterId,
  computeMemberId,
  loadMembers,
  putMember,
} from './membership.ts';

test('ids are those of a real etcd with its default URL and token', () => {
  const id = computeMemberId(['http://localhost:2380'], 'etcd-cluster');
  assert.equal(id.toString(16), '8e9e05c52164694d');
  assert.equal(computeClusterId([id]).toString(16), 'cdf818194e3a8c32');
});

test('the id of an added member is the one that a real etcd gave at that second', () => {
  assert.equal(computeAddedMemberId(['http://a:'], 1_795_289_802), 912_068_152_339_585_364n);
});

test('ids do not depend on the order in which URLs and members are given', () => {
  const urls = ['http://b:1', 'http://a:1'];
  assert.equal(computeMemberId(urls, 't'), computeMemberId(urls.toReversed(), 't'));
  assert.equal(computeClusterId([1n, 2n ** 63n, 3n]), computeClusterId([3n, 1n, 2n ** 63n]));
});

test('members are listed by ascending id, with all that is known of them', () => {
  const backend = new MemoryBackend();
  const members = [2n ** 63n, 5n, 256n].map((id) => ({
    id,
    name: `m${id}`,
    peerUrls: ['http://p:1', 'http://q:1'],
    clientUrls: ['http://c:1'],
    isLearner: id === 5n,
  }));
  for (const member of members) putMember(backend, member);
  assert.deepEqual(
    loadMembers(backend),
    members.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
});
