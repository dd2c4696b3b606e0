// Texts and order as a real etcd 3.5.30 answers them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkLearnerReady,
  checkMayAddMember,
  checkMayPromoteMember,
  checkMayRemoveMember,
  checkPeerUrls,
  healthyAfterMs,
} from './check-members.ts';
import type { VoterHealth } from './check-members.ts';

const badUrls = 'etcdserver: given member URLs are invalid';
const notStarted = 'etcdserver: re-configuration failed due to not enough started members';
const unhealthy = 'etcdserver: unhealthy cluster';

function refusalOf(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

/** By letter: healthy, `new` in touch, away, unstarted (and healthy otherwise). */
function voters(letters: string): VoterHealth[] {
  return letters.split('').map((letter, i) => ({
    id: BigInt(i + 1),
    isStarted: letter !== 'u',
    connectedForMs: letter === 'a' ? undefined : letter === 'n' ? healthyAfterMs : Infinity,
  }));
}

for (const urls of [
  [],
  ['not a url'],
  ['http://a'],
  ['http://a:1/'],
  ['http://a:1/x'],
  ['ftp://a:1'],
  ['http://a:x'],
  ['http://:1'],
  ['http://a:99999'],
  ['http://a:1', 'x'],
]) {
  test(`${JSON.stringify(urls)} are no peer URLs`, () => {
    assert.equal(
      refusalOf(() => checkPeerUrls(urls)),
      badUrls,
    );
  });
}

test('peer URLs are trimmed and stay in their order', () => {
  const urls = [' https://b:2 ', 'http://[::1]:2380', 'http://a:'];
  assert.deepEqual(checkPeerUrls(urls), ['https://b:2', 'http://[::1]:2380', 'http://a:']);
});

const additions: readonly (readonly [string, string, boolean, string])[] = [
  ['to one member', 'h', false, 'none'],
  ['to one member that has not started', 'u', false, notStarted],
  ['to two of which one has not started', 'hu', false, notStarted],
  ['to three of which one has not started', 'hhu', false, notStarted],
  ['to four of which one has not started', 'hhhu', false, 'none'],
  ['to members of which one is away', 'hha', false, unhealthy],
  ['to members of which one has only just come', 'hhn', false, unhealthy],
  ['as a learner, where one has not started', 'hhu', true, 'none'],
  ['as a learner, where one is away', 'hha', true, unhealthy],
];

for (const [what, letters, isLearner, expected] of additions) {
  test(`adding ${what}: ${expected}`, () => {
    const refusal = refusalOf(() => checkMayAddMember(voters(letters), { isLearner }));
    assert.equal(refusal, expected);
  });
}

/** The last of the voters, or one that is none. */
const removals: readonly (readonly [string, string, 'last' | 'other', string])[] = [
  ['the only member', 'h', 'last', notStarted],
  ['one of two', 'hh', 'last', 'none'],
  ['the started one of two', 'uh', 'last', notStarted],
  ['the one of two that has not started', 'hu', 'last', 'none'],
  ['one of three', 'hhh', 'last', 'none'],
  ['one of three while another is away', 'hah', 'last', unhealthy],
  ['one of three while another has only just come', 'hnh', 'last', unhealthy],
  ['the one of three that is away', 'hha', 'last', 'none'],
  ['one of five while another is away', 'hahhh', 'last', 'none'],
  ['one of five while two are away', 'haahh', 'last', unhealthy],
  ['a learner, or nobody', 'hau', 'other', 'none'],
];

for (const [what, letters, which, expected] of removals) {
  test(`removing ${what}: ${expected}`, () => {
    const id = which === 'last' ? BigInt(letters.length) : 404n;
    assert.equal(
      refusalOf(() => checkMayRemoveMember(voters(letters), id)),
      expected,
    );
  });
}

test('a learner is promoted where it makes a quorum of started members', () => {
  const refusal = (letters: string): string =>
    refusalOf(() => checkMayPromoteMember(voters(letters)));
  assert.deepEqual(['h', 'hu', 'uu', 'huu', 'hhuu'].map(refusal), [
    'none',
    'none',
    notStarted,
    notStarted,
    'none',
  ]);
});

test('a learner is ready with nine tenths of the log', () => {
  const text = 'etcdserver: can only promote a learner member which is in sync with leader';
  assert.equal(
    refusalOf(() => checkLearnerReady(90, 100)),
    'none',
  );
  assert.equal(
    refusalOf(() => checkLearnerReady(89, 100)),
    text,
  );
});
