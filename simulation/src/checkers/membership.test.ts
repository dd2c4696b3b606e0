import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend, Table } from '@cairn/backend';
import { emptyBytes, fromByteString } from '@cairn/core';
import { etcdserverpb, fromBigInt, membershippb } from '@cairn/proto';
import { EntryType, encodeConfChange } from '@cairn/raft';
import type { ConfChangeStep } from '@cairn/raft';
import { encodeMembersChange } from '@cairn/replica';
import type { Member, MemberChange } from '@cairn/replica';
import { Membership } from './membership.ts';
import type { LoggedEntry } from './log-image.ts';

function member(id: bigint, isLearner = false): Member {
  return { id, name: '', peerUrls: [`http://m${id}:2380`], clientUrls: [], isLearner };
}

const adding = (id: bigint, isLearner = false): MemberChange => ({
  kind: 'add',
  member: member(id, isLearner),
});

/** A request as it stands in the log: a header with an id, then the kind and its bytes. */
function request(kind: number, body: Uint8Array): Uint8Array {
  return Uint8Array.from([...tag(100), 2, 8, 1, ...tag(kind), ...varint(body.length), ...body]);
}

const tag = (field: number): number[] => varint(field * 8 + 2);

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

const steps: Readonly<Record<MemberChange['kind'], ConfChangeStep['kind']>> = {
  add: 'addVoter',
  promote: 'addVoter',
  remove: 'removeMember',
};

function changing(index: number, ...changes: readonly MemberChange[]): LoggedEntry {
  const context = request(20020, encodeMembersChange({ changes, learnersMax: 1 }));
  const asked = changes.map((change) => {
    const id = change.kind === 'add' ? change.member.id : change.id;
    return { kind: steps[change.kind], member: id };
  });
  const [step] = asked;
  assert.ok(step !== undefined);
  const data =
    asked.length === 1
      ? encodeConfChange({ kind: 'simple', step, context })
      : encodeConfChange({ kind: 'enterJoint', steps: asked, autoLeave: true, context });
  return { index, term: 1, type: EntryType.confChange, data };
}

function leaving(index: number): LoggedEntry {
  const data = encodeConfChange({ kind: 'leaveJoint', context: emptyBytes });
  return { index, term: 1, type: EntryType.confChange, data };
}

const ids = (members: readonly Member[]): bigint[] => members.map(({ id }) => id);

test('members come, are promoted and go, each from its index on', () => {
  const membership = new Membership(1, [member(1n)]);
  membership.committed(changing(5, adding(2n, true)));
  membership.committed(changing(7, { kind: 'promote', id: 2n }));
  membership.committed(changing(9, { kind: 'remove', id: 1n }));
  assert.deepEqual(membership.at(4).voters, [1n]);
  assert.deepEqual([membership.at(5).voters, membership.at(6).learners], [[1n], [2n]]);
  assert.deepEqual([membership.at(8).voters, membership.at(8).learners], [[1n, 2n], []]);
  assert.deepEqual([membership.latest.voters, membership.latest.removed], [[2n], [1n]]);
  assert.equal(membership.changes, 3);
});

test('what etcd refuses changes nothing', () => {
  const membership = new Membership(1, [member(1n), member(2n)]);
  membership.committed(changing(2, { kind: 'remove', id: 2n }));
  membership.committed(changing(3, adding(4n, true)));
  const before = membership.latest;
  const refused: readonly (readonly MemberChange[])[] = [
    [adding(1n)],
    [adding(2n)],
    [{ kind: 'add', member: { ...member(9n), peerUrls: ['http://m1:2380'] } }],
    [adding(5n, true)],
    [{ kind: 'promote', id: 1n }],
    [{ kind: 'remove', id: 7n }],
    [{ kind: 'remove', id: 1n }],
    [adding(6n), { kind: 'remove', id: 7n }],
  ];
  for (const [i, changes] of refused.entries()) membership.committed(changing(10 + i, ...changes));
  assert.equal(membership.latest, before);
});

test('who goes by a joint configuration counts, and is a member, until that is left', () => {
  const membership = new Membership(1, [member(1n), member(2n), member(3n)]);
  membership.committed(
    changing(2, { kind: 'remove', id: 2n }, { kind: 'remove', id: 3n }, adding(4n)),
  );
  const joint = membership.latest;
  assert.deepEqual(
    [joint.voters, joint.votersOutgoing],
    [
      [1n, 4n],
      [1n, 2n, 3n],
    ],
  );
  assert.deepEqual([ids(joint.members), joint.removed], [[1n, 2n, 3n, 4n], []]);
  membership.committed(leaving(3));
  const { latest } = membership;
  assert.deepEqual(
    [ids(latest.members), latest.removed],
    [
      [1n, 4n],
      [2n, 3n],
    ],
  );
  assert.deepEqual(latest.votersOutgoing, []);
});

test('a name and an address come by ordinary entries, and only to members', () => {
  const membership = new Membership(1, [member(1n), member(2n)]);
  const attributes = membershippb.ClusterMemberAttrSetRequest.encode({
    member_ID: fromBigInt(1n, 'unsigned'),
    member_attributes: { name: 'one', client_urls: ['http://c:1'] },
  }).finish();
  const moveTo = (id: bigint, url: string): Uint8Array =>
    etcdserverpb.MemberUpdateRequest.encode({
      ID: fromBigInt(id, 'unsigned'),
      peerURLs: [url],
    }).finish();
  const entries: readonly (readonly [number, Uint8Array])[] = [
    [1301, attributes],
    [20021, moveTo(2n, 'http://moved:1')],
    [20021, moveTo(2n, 'http://m1:2380')],
    [20021, moveTo(9n, 'http://nobody:1')],
  ];
  for (const [i, [kind, body]] of entries.entries()) {
    membership.committed({ index: i + 2, term: 1, type: 0, data: request(kind, body) });
  }
  const [one, two] = membership.latest.members;
  assert.deepEqual([one?.name, one?.clientUrls], ['one', ['http://c:1']]);
  assert.deepEqual(two?.peerUrls, ['http://moved:1']);
});

test('a member that stores others, or counts by others, is noticed', async () => {
  const membership = new Membership(1, [member(1n)]);
  const backend = new MemoryBackend();
  const row = { id: '1', name: '', peerURLs: ['http://m1:2380'], clientURLs: [], isLearner: false };
  const put = (fields: object): void =>
    backend.put(Table.members, fromByteString('1'), fromByteString(JSON.stringify(fields)));
  put({ ...row, isLearner: true });
  assert.throws(
    () => membership.compareAgain(1n, 1, backend),
    /membership: after entry 1, 1 knows/,
  );
  put(row);
  assert.throws(() => membership.compareAgain(1n, 1, backend), /1 counts by nothing, not by 1/);
  await backend.close();
});

test('who goes on alone is the only member from what it has applied on, and the others never come back', () => {
  const membership = new Membership(1, [member(1n), member(2n)]);
  membership.committed(changing(4, adding(3n)));
  membership.committed(changing(6, adding(4n, true)));
  membership.committed(changing(8, { kind: 'remove', id: 1n }));
  let told: readonly bigint[] = [];
  membership.onChange = ({ members }) => {
    told = ids(members);
  };
  membership.survives(4n, 7);
  const { latest } = membership;
  assert.deepEqual([ids(latest.members), told], [[4n], [4n]]);
  assert.deepEqual([latest.voters, latest.learners, latest.removed], [[4n], [], [1n, 2n, 3n]]);
  assert.equal(latest.members[0]?.isLearner, false);
  assert.deepEqual(membership.at(5).voters, [1n, 2n, 3n], 'what was before stays');
  membership.committed(changing(9, adding(2n)));
  assert.equal(membership.latest, latest);
});
