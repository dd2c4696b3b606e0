// Changes of the membership as clients ask for them: texts and codes of etcd, and what is answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdserverpb, fromBigInt, membershippb } from '@cairn/proto';
import { RequestKind } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import { MessageType } from '@cairn/raft';
import { askLeaderOver, leaderServices } from '../peers/leader-service.ts';
import { serveLocally } from '../testing/grpc.ts';
import { membersOf } from '../testing/members-of.ts';
import { TestMembers } from '../testing/test-members.ts';
import type { TestMember } from '../testing/test-members.ts';
import type { Call } from './call.ts';
import type { Members } from './members.ts';
import { failure } from './outcome.ts';
import type { Outcome } from './outcome.ts';

type Codec<Fields> = { encode(message: Fields): { finish(): Uint8Array } };
const {
  MemberAddRequest,
  MemberAddResponse,
  MemberListResponse,
  MemberPromoteRequest,
  MemberRemoveRequest,
  MemberUpdateRequest,
  MoveLeaderRequest,
} = etcdserverpb;

const wire = (id: bigint): ReturnType<typeof fromBigInt> => fromBigInt(id, 'unsigned');

/** Three members that have started. */
async function started(count: number): Promise<{ group: TestMembers; leader: TestMember }> {
  const group = await TestMembers.start(count);
  const leader = await group.leader();
  for (const { member } of group.members) {
    const body = membershippb.ClusterMemberAttrSetRequest.encode({
      member_ID: wire(member.id),
      member_attributes: { name: `m${member.id}`, client_urls: ['http://c:1'] },
    });
    await group.propose(leader.replica, RequestKind.memberAttributes, body.finish());
  }
  await group.until('all know the names', () =>
    group.members.every(({ replica }) => replica.machine.members.every(({ name }) => name !== '')),
  );
  return { group, leader };
}

/** Like the session of a gateway: what is thrown is an answer. */
async function ask<Fields>(
  group: TestMembers,
  run: (call: Call) => void,
  codec: Codec<Fields>,
  request: Fields,
  timeoutMs = Infinity,
): Promise<Outcome> {
  let outcome: Outcome | undefined;
  const reply = (answered: Outcome): void => {
    assert.equal(outcome, undefined, 'answered once');
    outcome = answered;
  };
  try {
    run({ request: codec.encode(request).finish(), timeoutMs, reply });
  } catch (error) {
    reply(failure(error));
  }
  return await group.until('it is answered', () => outcome);
}

function textOf(outcome: Outcome): string {
  return outcome.kind === 'failure' ? `${outcome.code} ${outcome.message}` : outcome.kind;
}

function bytesOf(outcome: Outcome): Uint8Array {
  assert.equal(outcome.kind, 'answer', textOf(outcome));
  return outcome.kind === 'answer' ? outcome.bytes : new Uint8Array(0);
}

const adder = (members: Members) => (call: Call) => members.add(call);
const promoter = (members: Members) => (call: Call) => members.promote(call);
const remover = (members: Members) => (call: Call) => members.remove(call);
const updater = (members: Members) => (call: Call) => members.update(call);
const mover = (members: Members) => (call: Call) => members.moveLeader(call);

test('a member is added with the id that etcd gives it, and its answer has all members and no revision', async () => {
  const { group, leader } = await started(3);
  await using _ = group;
  const members = membersOf(leader.replica);
  const request = { peerURLs: [' http://z:1', 'http://a:1'], isLearner: true };
  const outcome = await ask(group, adder(members), MemberAddRequest, request);
  const response = MemberAddResponse.decode(bytesOf(outcome));
  assert.deepEqual(response.member?.peerURLs, ['http://a:1', 'http://z:1']);
  assert.equal(response.member.isLearner, true);
  // printf http://a:1http://z:11700000000 | sha1sum
  assert.equal(BigInt(String(response.member.ID)).toString(16), 'b0b51554e4b68671');
  assert.equal(response.members.length, 4);
  assert.equal(Number(response.header?.revision), 0);
  assert.equal(leader.replica.status.confState.learners.length, 1);
});

const additions: readonly (readonly [string, etcdserverpb.MemberAddRequest.$Properties, string])[] =
  [
    ['without a URL', { peerURLs: [] }, '3 etcdserver: given member URLs are invalid'],
    [
      'with a text that is no URL',
      { peerURLs: ['x'] },
      '3 etcdserver: given member URLs are invalid',
    ],
    [
      'with the URL of another',
      { peerURLs: ['http://127.0.0.1:1'] },
      '9 etcdserver: Peer URLs already exists',
    ],
    [
      'as a learner too many',
      { peerURLs: ['http://b:1'], isLearner: true },
      '9 etcdserver: too many learner members in cluster',
    ],
  ];

test('additions are refused as etcd refuses them', async () => {
  const { group, leader } = await started(1);
  await using _ = group;
  const members = membersOf(leader.replica);
  const learner = { peerURLs: ['http://a:1'], isLearner: true };
  bytesOf(await ask(group, adder(members), MemberAddRequest, learner));
  for (const [what, request, expected] of additions) {
    assert.equal(
      textOf(await ask(group, adder(members), MemberAddRequest, request)),
      expected,
      what,
    );
  }
  assert.equal(leader.replica.machine.members.length, 2);
});

test('voters are added and removed only where the started ones keep a quorum, unless nobody minds', async () => {
  await using group = await TestMembers.start(3);
  const { replica } = await group.leader();
  const refused = '2 etcdserver: re-configuration failed due to not enough started members';
  const request = { peerURLs: ['http://a:1'] };
  const strict = membersOf(replica);
  assert.equal(textOf(await ask(group, adder(strict), MemberAddRequest, request)), refused);
  const own = { ID: wire(replica.memberId) };
  assert.equal(textOf(await ask(group, remover(strict), MemberRemoveRequest, own)), refused);
  const lax = membersOf(replica, { strict: false });
  bytesOf(await ask(group, adder(lax), MemberAddRequest, request));
  assert.equal(replica.machine.members.length, 4);
});

test('a member that is removed or updated must exist, and an update needs URLs', async () => {
  const { group, leader } = await started(3);
  await using _ = group;
  const members = membersOf(leader.replica);
  const { member } = group.other(leader);
  const notFound = '5 etcdserver: member not found';
  const nobody = { ID: 404 };
  assert.equal(textOf(await ask(group, remover(members), MemberRemoveRequest, nobody)), notFound);
  const update = async (
    ID: typeof nobody.ID | ReturnType<typeof wire>,
    url: string,
  ): Promise<Outcome> =>
    await ask(group, updater(members), MemberUpdateRequest, { ID, peerURLs: [url] });
  assert.equal(textOf(await update(404, 'http://a:1')), notFound);
  assert.equal(textOf(await update(404, 'bad')), notFound);
  assert.equal(
    textOf(await update(wire(member.id), 'bad')),
    '3 etcdserver: given member URLs are invalid',
  );
  const updated = MemberListResponse.decode(bytesOf(await update(wire(member.id), 'http://a:1')));
  const urls = updated.members.map(({ peerURLs }) => peerURLs?.[0]);
  assert.ok(urls.includes('http://a:1'), urls.join());
  const request = { ID: wire(member.id) };
  const removed = bytesOf(await ask(group, remover(members), MemberRemoveRequest, request));
  assert.equal(MemberListResponse.decode(removed).members.length, 2);
  assert.equal(textOf(await ask(group, remover(members), MemberRemoveRequest, request)), notFound);
});

test('a learner is promoted when it has nearly all of the log, and nobody else is, and all that is counted', async () => {
  const { group, leader } = await started(3);
  await using _ = group;
  const refusals: (string | undefined)[] = [];
  const onPromotion = (refusal: string | undefined): void => void refusals.push(refusal);
  const members = membersOf(leader.replica, { onPromotion });
  const promote = async (id: bigint): Promise<string> =>
    textOf(await ask(group, promoter(members), MemberPromoteRequest, { ID: wire(id) }));
  assert.equal(await promote(404n), '5 etcdserver: member not found');
  const noLearner = '9 etcdserver: can only promote a learner member';
  assert.equal(await promote(leader.member.id), noLearner);
  assert.equal(await promote(group.other(leader).member.id), noLearner);
  const request = { peerURLs: ['http://a:1'], isLearner: true };
  const added = MemberAddResponse.decode(
    bytesOf(await ask(group, adder(members), MemberAddRequest, request)),
  );
  const id = BigInt(String(added.member?.ID));
  assert.equal(
    await promote(id),
    '9 etcdserver: can only promote a learner member which is in sync with leader',
  );
  const { term, appliedIndex: index } = leader.replica;
  const message = { ...emptyMessage, from: id, to: leader.member.id, term, index };
  leader.replica.receive([message]);
  await group.until('the leader knows', () =>
    leader.replica.status.peers.some((peer) => peer.id === id && peer.match >= index),
  );
  assert.equal(await promote(id), 'answer');
  assert.ok(leader.replica.status.confState.voters.includes(id));
  assert.deepEqual(refusals, [
    'etcdserver: member not found',
    'etcdserver: can only promote a learner member',
    'etcdserver: can only promote a learner member',
    'etcdserver: can only promote a learner member which is in sync with leader',
    undefined,
  ]);
});

const emptyMessage = {
  type: MessageType.appendResponse,
  logTerm: 0,
  commit: 0,
  entries: [],
  reject: false,
  rejectHint: 0,
  context: 0,
  snapshot: undefined,
};

test('a member that does not lead has the leader promote, and answers in its own name', async () => {
  const { group, leader } = await started(3);
  await using _ = group;
  const { clusterId } = leader.replica;
  const atLeader = membersOf(leader.replica);
  await using served = await serveLocally(leaderServices({ clusterId, members: atLeader }));
  const asked: bigint[] = [];
  const clientOf = (peer: bigint): typeof served.client => {
    asked.push(peer);
    return served.client;
  };
  const { replica } = group.other(leader);
  const members = membersOf(replica, { askLeader: askLeaderOver({ clientOf }, clusterId) });
  const promote = async (of: Members, id: bigint): Promise<Outcome> =>
    await ask(group, promoter(of), MemberPromoteRequest, { ID: wire(id) });
  assert.equal(textOf(await promote(members, 404n)), '5 etcdserver: member not found');
  assert.deepEqual(asked, [leader.member.id]);
  const lax = membersOf(leader.replica, { strict: false });
  const added = await ask(group, adder(lax), MemberAddRequest, {
    peerURLs: ['http://a:1'],
    isLearner: true,
  });
  const id = BigInt(String(MemberAddResponse.decode(bytesOf(added)).member?.ID));
  const { term, appliedIndex: index } = leader.replica;
  leader.replica.receive([{ ...emptyMessage, from: id, to: leader.member.id, term, index }]);
  await group.until('the leader knows', () =>
    leader.replica.status.peers.some((peer) => peer.id === id && peer.match >= index),
  );
  const { header } = MemberListResponse.decode(bytesOf(await promote(members, id)));
  assert.equal(BigInt(String(header?.member_id)), replica.memberId);
  const foreign = membersOf(replica, { askLeader: askLeaderOver({ clientOf }, 1n) });
  assert.equal(textOf(await promote(foreign, id)), '9 etcdserver: cluster ID mismatch');
});

test('who leads is asked again while it says that it does not lead', async () => {
  const { group, leader } = await started(3);
  await using _ = group;
  const { replica } = group.other(leader);
  const answers: (() => Promise<Outcome>)[] = [
    () => Promise.reject(new Error('away')),
    () => Promise.resolve({ kind: 'failure', code: 9, message: 'etcdserver: not leader' }),
    () => Promise.resolve({ kind: 'failure', code: 5, message: 'etcdserver: member not found' }),
  ];
  const askLeader = async (): Promise<Outcome> =>
    await (answers.shift() as () => Promise<Outcome>)();
  const members = membersOf(replica, { askLeader });
  const outcome = await ask(group, promoter(members), MemberPromoteRequest, { ID: 404 });
  assert.equal(textOf(outcome), '5 etcdserver: member not found');
  assert.equal(answers.length, 0);
});

test('leadership moves to a voter, at the word of the leader only', async () => {
  const { group, leader } = await started(3);
  await using _ = group;
  const other = group.other(leader);
  const move = async (replica: Replica, to: bigint, timeoutMs = Infinity): Promise<string> => {
    const members = membersOf(replica);
    const request = { targetID: wire(to) };
    return textOf(await ask(group, mover(members), MoveLeaderRequest, request, timeoutMs));
  };
  assert.equal(await move(other.replica, other.member.id), '9 etcdserver: not leader');
  assert.equal(await move(leader.replica, 404n), '9 etcdserver: bad leader transferee');
  const request = { peerURLs: ['http://a:1'], isLearner: true };
  const added = await ask(group, adder(membersOf(leader.replica)), MemberAddRequest, request);
  const learner = BigInt(String(MemberAddResponse.decode(bytesOf(added)).member?.ID));
  assert.equal(await move(leader.replica, learner), '9 etcdserver: bad leader transferee');
  assert.equal(await move(leader.replica, leader.member.id), 'answer', 'it leads already');
  assert.equal(await move(leader.replica, other.member.id), 'answer');
  assert.equal(leader.replica.leader, other.member.id);
  group.deliver = ({ to }) => to !== leader.member.id;
  assert.equal(
    await move(other.replica, leader.member.id, 20),
    '2 etcdserver: request timed out, leader transfer took too long',
  );
});
