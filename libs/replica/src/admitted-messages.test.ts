import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { EntryType, MessageType, encodeConfChange } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import { isAdmitted } from './admitted-messages.ts';
import { encodeMembersChange, toConfChange } from './members-change.ts';
import type { MembersChange } from './members-change.ts';
import { RequestKind, encodeRequest } from './request-codec.ts';
import { TestCluster, put, turn } from './testing/test-cluster.ts';

const id = { member: 3, sequence: 5 };
const nothing = new Uint8Array(0);

function proposal(type: EntryType, data: Uint8Array, more: Partial<Message> = {}): Message {
  return {
    type: MessageType.propose,
    to: 1n,
    from: 2n,
    term: 0,
    logTerm: 0,
    index: 0,
    commit: 0,
    entries: [{ index: 0, term: 0, type, data }],
    reject: false,
    rejectHint: 0,
    context: 0,
    snapshot: undefined,
    ...more,
  };
}

const change: MembersChange = { changes: [{ kind: 'remove', id: 7n }], learnersMax: 1 };
const context = encodeRequest(id, RequestKind.membersChange, encodeMembersChange(change));
const step = { kind: 'removeMember', member: 7n } as const;

test('requests and changes of the membership are taken from others', () => {
  const request = encodeRequest(id, RequestKind.put, put('a', '1'));
  assert.ok(isAdmitted(proposal(EntryType.normal, request)));
  const data = encodeConfChange(toConfChange(change, context));
  assert.ok(isAdmitted(proposal(EntryType.confChange, data)));
  const heartbeat = { ...proposal(EntryType.normal, nothing), type: MessageType.heartbeat };
  assert.ok(isAdmitted(heartbeat));
  assert.equal(
    isAdmitted({ ...heartbeat, type: MessageType.snapshot }),
    false,
    'without its state',
  );
});

const unreadable: readonly (readonly [string, EntryType, Uint8Array])[] = [
  ['an empty entry, which is a new leader’s', EntryType.normal, nothing],
  ['bytes that are no request', EntryType.normal, Uint8Array.of(1, 2, 3)],
  ['a request of no kind', EntryType.normal, encodeRequest(id, 4711 as RequestKind, nothing)],
  ['an entry of no type', 7 as EntryType, encodeRequest(id, RequestKind.put, nothing)],
  ['bytes that are no conf change', EntryType.confChange, Uint8Array.of(9)],
  [
    'a conf change for another request',
    EntryType.confChange,
    encodeConfChange({
      kind: 'simple',
      step,
      context: encodeRequest(id, RequestKind.put, nothing),
    }),
  ],
  [
    'a conf change for no request',
    EntryType.confChange,
    encodeConfChange({ kind: 'simple', step, context: nothing }),
  ],
  [
    'the end of a joint configuration',
    EntryType.confChange,
    encodeConfChange({ kind: 'leaveJoint', context: nothing }),
  ],
];

for (const [what, type, data] of unreadable) {
  test(`${what} is not taken from others`, () => {
    assert.equal(isAdmitted(proposal(type, data)), false);
  });
}

test('a peer that proposes garbage stops nobody', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  const random = new SeededRandom(4);
  const { term, memberId: to } = leader.replica;
  for (let i = 0; i < 500; i++) {
    const data = Uint8Array.from({ length: random.nextBelow(40) }, () => random.nextBelow(256));
    const type = random.nextBelow(2) as EntryType;
    leader.replica.receive([
      proposal(type, data, { to, from: cluster.other(leader).member.id, term }),
    ]);
    if (i % 50 === 0) await turn();
  }
  await cluster.put(leader, 'still', 'here');
  assert.deepEqual(
    cluster.nodes.flatMap(({ fatal }) => fatal),
    [],
  );
});
