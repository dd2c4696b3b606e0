// What a change of the membership is refused for, and what it makes of the members.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodeMembersChange,
  encodeMembersChange,
  membersAfter,
  membersAfterUpdate,
  toConfChange,
} from './members-change.ts';
import type { MemberChange, MembersChange } from './members-change.ts';
import type { Member } from './membership.ts';
import { outcomeOf } from './testing/test-machine.ts';

function member(id: bigint, isLearner = false): Member {
  return { id, name: `m${id}`, peerUrls: [`http://m${id}:1`], clientUrls: [], isLearner };
}

const members = [member(1n), member(2n), member(3n, true)];
const add = (id: bigint, url: string, isLearner = false): MemberChange => ({
  kind: 'add',
  member: { id, peerUrls: [url], isLearner },
});
const change = (...changes: readonly MemberChange[]): MembersChange => ({
  changes,
  learnersMax: 1,
});
const after = (asked: MembersChange): readonly Member[] =>
  membersAfter(members, (id) => id === 9n, asked);

const refusals: readonly (readonly [string, MemberChange, string])[] = [
  ['adding an id that was removed', add(9n, 'http://m2:1'), 'MemberNotFoundError'],
  ['adding an id that exists, before its URL', add(1n, 'http://m2:1'), 'MemberExistsError'],
  ['adding the URL of another', add(4n, 'http://m2:1', true), 'PeerUrlExistsError'],
  ['adding a learner too many', add(4n, 'http://m4:1', true), 'TooManyLearnersError'],
  ['promoting nobody', { kind: 'promote', id: 4n }, 'MemberNotFoundError'],
  ['promoting who was removed', { kind: 'promote', id: 9n }, 'MemberNotFoundError'],
  ['promoting a voter', { kind: 'promote', id: 1n }, 'MemberNotLearnerError'],
  ['removing nobody', { kind: 'remove', id: 4n }, 'MemberNotFoundError'],
  ['removing who was removed', { kind: 'remove', id: 9n }, 'MemberNotFoundError'],
];

for (const [what, asked, error] of refusals) {
  test(`${what} is refused`, () => {
    assert.equal(
      outcomeOf(() => after(change(asked))),
      error,
    );
  });
}

test('the last voter cannot be removed', () => {
  const everybody = change({ kind: 'remove', id: 1n }, { kind: 'remove', id: 2n });
  assert.equal(
    outcomeOf(() => after(everybody)),
    'NotEnoughStartedMembersError',
  );
});

test('learners are counted by what the request says, and 0 is no limit', () => {
  const learner = change(add(4n, 'http://m4:1', true));
  assert.equal(after({ ...learner, learnersMax: 2 }).length, 4);
  assert.equal(after({ ...learner, learnersMax: 0 }).length, 4);
});

test('changes build on each other: a member is replaced at its URL', () => {
  const ids = after(change({ kind: 'remove', id: 2n }, add(4n, 'http://m2:1'))).map(({ id }) => id);
  assert.deepEqual(ids, [1n, 3n, 4n]);
});

test('a promoted learner is a voter and keeps the rest', () => {
  assert.deepEqual(after(change({ kind: 'promote', id: 3n }))[2], member(3n));
});

test('an update replaces the URLs, of that member only, and never makes a learner a voter', () => {
  const updated = membersAfterUpdate(members, 3n, ['http://new:1']);
  assert.deepEqual(updated[2], { ...member(3n, true), peerUrls: ['http://new:1'] });
  assert.deepEqual(updated.slice(0, 2), members.slice(0, 2));
  const own = membersAfterUpdate(members, 1n, ['http://m1:1', 'http://also:1']);
  assert.deepEqual(own[0]?.peerUrls, ['http://m1:1', 'http://also:1']);
  for (const [id, error] of [
    [1n, 'PeerUrlExistsError'],
    [4n, 'MemberNotFoundError'],
  ] as const) {
    const update = (): unknown => membersAfterUpdate(members, id, ['http://m2:1']);
    assert.equal(outcomeOf(update), error);
  }
});

test('a change survives its encoding, with ids of 64 bits', () => {
  const asked: MembersChange = {
    changes: [
      add(2n ** 64n - 1n, 'http://a:1', true),
      { kind: 'promote', id: 2n ** 63n },
      { kind: 'remove', id: 7n },
    ],
    learnersMax: 3,
  };
  assert.deepEqual(decodeMembersChange(encodeMembersChange(asked)), asked);
});

test('one change is a simple step of Raft, several are a joint configuration that is left by itself', () => {
  const context = Uint8Array.of(1);
  assert.deepEqual(toConfChange(change(add(4n, 'u', true)), context), {
    kind: 'simple',
    step: { kind: 'addLearner', member: 4n },
    context,
  });
  assert.deepEqual(toConfChange(change(add(4n, 'u'), { kind: 'remove', id: 1n }), context), {
    kind: 'enterJoint',
    steps: [
      { kind: 'addVoter', member: 4n },
      { kind: 'removeMember', member: 1n },
    ],
    autoLeave: true,
    context,
  });
});
