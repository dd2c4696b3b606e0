import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, fromByteString, toByteString } from '@cairn/core';
import { encodeConfChange } from './conf-change.ts';
import type { ConfChange } from './conf-change.ts';
import { foundingState, joiningState } from './genesis.ts';
import type { RaftInitialState, RaftOptions } from './options.ts';
import { Raft } from './raft.ts';
import { EntryType, MessageType } from './types.ts';
import type { ConfState, Entry, Message, Ready } from './types.ts';

const nothing = new Uint8Array(0);
const three = stateOf([1n, 2n, 3n]);

function stateOf(voters: readonly bigint[], learners: readonly bigint[] = []): ConfState {
  return { voters, learners, votersOutgoing: [], learnersNext: [], autoLeave: false };
}

function entry(index: number, term: number, data = '', type: EntryType = EntryType.normal): Entry {
  return { index, term, type, data: fromByteString(data) };
}

function start(
  initial: RaftInitialState = foundingState(three),
  options: Partial<RaftOptions> = {},
): Raft {
  const defaults = {
    id: 1n,
    electionTicks: 10,
    heartbeatTicks: 1,
    preVote: false,
    checkQuorum: false,
    entriesBytesPerMessageMax: 2 ** 20,
    inflightMessagesMax: 64,
    uncommittedBytesMax: 2 ** 20,
    committedBytesPerReadyMax: 2 ** 20,
    random: new SeededRandom(1),
  };
  return new Raft({ ...defaults, ...options }, initial);
}

function message(type: MessageType, fields: Partial<Message>): Message {
  return {
    type,
    to: 1n,
    from: 2n,
    term: 0,
    logTerm: 0,
    index: 0,
    commit: 0,
    entries: [],
    reject: false,
    rejectHint: 0,
    context: 0,
    snapshot: undefined,
    ...fields,
  };
}

/** Works off all that is ready; what a caller without entries of type conf change would do. */
function drain(raft: Raft): readonly Ready[] {
  const readys: Ready[] = [];
  while (raft.hasReady()) {
    const ready = raft.ready();
    readys.push(ready);
    raft.advance(ready);
  }
  return readys;
}

const messagesOf = (readys: readonly Ready[]): readonly Message[] =>
  readys.flatMap(({ messages }) => messages);

/** Member 1 as the leader of term 2, with its empty entry at index 2 committed. */
function leader(options: Partial<RaftOptions> = {}, confState: ConfState = three): Raft {
  const raft = start(foundingState(confState), options);
  raft.campaign();
  drain(raft);
  for (const from of confState.voters) {
    raft.step(message(MessageType.voteResponse, { from, term: 2 }));
  }
  drain(raft);
  for (const from of confState.voters) {
    raft.step(message(MessageType.appendResponse, { from, term: 2, index: 2 }));
  }
  drain(raft);
  assert.equal(raft.role, 'leader');
  assert.equal(raft.status().applied, 2);
  return raft;
}

test('a follower vouches only for what it got from this leader, not for its own longer tail', () => {
  const entries = [entry(2, 2), entry(3, 2), entry(4, 2), entry(5, 2)];
  const raft = start({
    ...foundingState(three),
    hardState: { term: 2, vote: 0n, commit: 2 },
    entries,
  });
  drain(raft);
  // The leader of term 3 has index 3 of term 2 as well, and something else after it.
  raft.step(
    message(MessageType.appendRequest, {
      term: 3,
      index: 2,
      logTerm: 2,
      entries: [entry(3, 2)],
      commit: 5,
    }),
  );
  const [response] = messagesOf(drain(raft));
  assert.equal(response?.type, MessageType.appendResponse);
  assert.equal(response.index, 3);
  assert.equal(raft.status().committed, 3);
});

test('a late append teaches what follows the commit index and does not disturb the rest', () => {
  const entries = [entry(2, 2), entry(3, 2)];
  const raft = start({
    ...foundingState(three),
    hardState: { term: 2, vote: 0n, commit: 3 },
    entries,
  });
  drain(raft);
  const late = { term: 2, index: 1, logTerm: 1, entries: [entry(2, 2), entry(3, 2), entry(4, 2)] };
  raft.step(message(MessageType.appendRequest, late));
  const readys = drain(raft);
  assert.deepEqual(
    readys.flatMap((ready) => ready.entries.map(({ index }) => index)),
    [4],
  );
  assert.equal(messagesOf(readys)[0]?.index, 4);
});

test('a leader with another history than the committed one stops the process', () => {
  const initial = { ...foundingState(three), entries: [entry(2, 2), entry(3, 2)] };
  const hardState = { term: 2, vote: 0n, commit: 3 };
  for (const [index, logTerm, entries] of [
    [1, 1, [entry(2, 3), entry(3, 3), entry(4, 3)]],
    [1, 1, [entry(2, 3)]],
    [3, 3, [entry(4, 3)]],
    [2, 3, []],
  ] as const) {
    const raft = start({ ...initial, hardState });
    assert.throws(
      () => raft.step(message(MessageType.appendRequest, { term: 3, index, logTerm, entries })),
      /entry [23] is committed with term 2, but leader 2 has it with term 3/,
    );
  }
});

test('a member that lost its hard state but kept entries of a later term does not fall behind them', () => {
  const raft = start({
    ...foundingState(three),
    hardState: { term: 2, vote: 3n, commit: 1 },
    entries: [entry(2, 2), entry(3, 4)],
  });
  const { term, vote } = raft.status();
  assert.deepEqual([term, vote], [4, 0n]);
  const ready = raft.ready();
  assert.deepEqual(ready.hardState, { term: 4, vote: 0n, commit: 1 });
  assert.equal(ready.mustSync, true);
});

test('what is applied is committed, even when the unsynced commit index was lost', () => {
  const raft = start({
    ...foundingState(three),
    hardState: { term: 2, vote: 0n, commit: 1 },
    entries: [entry(2, 2), entry(3, 2)],
    appliedIndex: 3,
  });
  assert.equal(raft.status().committed, 3);
  const [ready] = drain(raft);
  assert.deepEqual(ready?.committedEntries, []);
});

test('committed entries after the applied index come out again after a restart, in portions', () => {
  const raft = start(
    {
      ...foundingState(three),
      hardState: { term: 2, vote: 0n, commit: 6 },
      entries: [2, 3, 4, 5, 6].map((index) => entry(index, 2, 'x'.repeat(10))),
      appliedIndex: 2,
    },
    { committedBytesPerReadyMax: 100 },
  );
  assert.deepEqual(
    drain(raft).map((ready) => ready.committedEntries.map(({ index }) => index)),
    [
      [3, 4],
      [5, 6],
    ],
  );
});

test('a member with a committed, unapplied conf change does not campaign', () => {
  const change: ConfChange = {
    kind: 'simple',
    step: { kind: 'removeMember', member: 1n },
    context: nothing,
  };
  const data = toByteString(encodeConfChange(change));
  const raft = start({
    ...foundingState(three),
    hardState: { term: 2, vote: 0n, commit: 2 },
    entries: [entry(2, 2, data, EntryType.confChange)],
  });
  raft.campaign();
  assert.equal(raft.role, 'follower');
  const ready = raft.ready();
  raft.applyConfChange(change);
  raft.advance(ready);
  raft.campaign();
  assert.equal(raft.role, 'follower', 'and afterwards it is no voter');
});

test('an applied conf change is not part of the state offered before it is advanced', () => {
  const raft = leader();
  const change: ConfChange = {
    kind: 'simple',
    step: { kind: 'addLearner', member: 4n },
    context: nothing,
  };
  assert.equal(raft.proposeConfChange(change), 'accepted');
  drain(raft);
  raft.compactLog(2);
  raft.step(message(MessageType.appendResponse, { from: 2n, term: 2, index: 3 }));
  const ready = raft.ready();
  assert.equal(ready.committedEntries.length, 1);
  raft.applyConfChange(change);
  // In the middle of this Ready the newcomer refuses the first probe.
  raft.takeLeaderMessages();
  const refusal = { from: 4n, term: 2, index: 3, reject: true };
  raft.step(message(MessageType.appendResponse, refusal));
  const snapshot = raft.takeLeaderMessages().find(({ to }) => to === 4n)?.snapshot;
  assert.deepEqual(snapshot, { index: 2, term: 2, confState: three });
  raft.advance(ready);
});

test('a member does not campaign before the state it was sent is installed', () => {
  const raft = start();
  raft.step(
    message(MessageType.snapshot, { term: 2, snapshot: { index: 9, term: 2, confState: three } }),
  );
  for (let i = 0; i < 40; i++) raft.tick();
  assert.equal(raft.role, 'follower');
  drain(raft);
  raft.tick();
  assert.equal(raft.role, 'candidate');
});

test('a pre-vote is refused in a term that its asker can still hear', () => {
  const raft = start({
    ...foundingState(three),
    hardState: { term: 2, vote: 0n, commit: 2 },
    entries: [entry(2, 2), entry(3, 2)],
  });
  drain(raft);
  // The asker is in term 6 and asks about term 7, with a shorter log.
  raft.step(message(MessageType.preVoteRequest, { term: 7, index: 2, logTerm: 2 }));
  const [refusal] = messagesOf(drain(raft));
  assert.deepEqual(
    [refusal?.reject, refusal?.term, refusal?.commit, refusal?.logTerm],
    [true, 6, 2, 2],
  );
  assert.equal(raft.term, 2);
});

test('what former leaders left uncommitted gives nobody room for more', () => {
  const raft = start(
    {
      ...foundingState(stateOf([1n])),
      hardState: { term: 2, vote: 0n, commit: 1 },
      entries: [entry(2, 2, 'x'.repeat(100))],
    },
    { uncommittedBytesMax: 10 },
  );
  raft.campaign();
  drain(raft);
  const eight = [fromByteString('12345678')];
  assert.equal(raft.propose(eight), 'accepted');
  assert.equal(raft.propose(eight), 'overloaded');
  drain(raft);
  assert.equal(raft.propose(eight), 'accepted');
});

test('a snapshot that arrives while a Ready is worked off waits for its end', () => {
  const raft = start({
    ...foundingState(three),
    hardState: { term: 2, vote: 0n, commit: 2 },
    entries: [entry(2, 2)],
  });
  const ready = raft.ready();
  const snapshot = { index: 9, term: 2, confState: stateOf([1n, 2n]) };
  raft.step(message(MessageType.snapshot, { term: 2, snapshot }));
  assert.equal(raft.status().lastIndex, 2);
  raft.advance(ready);
  assert.equal(raft.status().lastIndex, 9);
  const next = raft.ready();
  assert.deepEqual(next.snapshot, snapshot);
  assert.equal(next.mustSync, true);
  assert.deepEqual(
    next.messages.map(({ type, index }) => [type, index]),
    [[MessageType.appendResponse, 9]],
  );
  raft.advance(next);
  assert.equal(raft.hasReady(), false);
});

test('a snapshot is not installed when the log holds its last entry, or does not name this member', () => {
  const entries = [entry(2, 2), entry(3, 2), entry(4, 2)];
  const raft = start({
    ...foundingState(three),
    hardState: { term: 2, vote: 0n, commit: 2 },
    entries,
  });
  drain(raft);
  const held = { index: 3, term: 2, confState: three };
  raft.step(message(MessageType.snapshot, { term: 2, snapshot: held }));
  const [ready] = drain(raft);
  assert.equal(ready?.snapshot, undefined);
  assert.deepEqual(
    ready?.committedEntries.map(({ index }) => index),
    [3],
  );
  const foreign = { index: 8, term: 2, confState: stateOf([2n, 3n]) };
  raft.step(message(MessageType.snapshot, { term: 2, snapshot: foreign }));
  assert.equal(raft.status().lastIndex, 4);
});

test('a state source that has nothing now is asked again after the next sign of life', () => {
  const raft = leader({}, stateOf([1n, 2n]));
  raft.propose([fromByteString('a')]);
  drain(raft);
  raft.step(message(MessageType.appendResponse, { term: 2, index: 3 }));
  drain(raft);
  raft.compactLog(3);
  let asked = 0;
  let isAvailable = false;
  raft.setSnapshotSource(() => {
    asked++;
    return isAvailable ? { index: 3, term: 2, confState: stateOf([1n, 2n]) } : undefined;
  });
  // A newcomer has nothing and refuses everything.
  raft.applyConfChange({
    kind: 'simple',
    step: { kind: 'addLearner', member: 4n },
    context: nothing,
  });
  drain(raft);
  raft.step(message(MessageType.appendResponse, { from: 4n, term: 2, index: 3, reject: true }));
  assert.deepEqual(messagesOf(drain(raft)), []);
  assert.equal(asked, 1);
  assert.equal(raft.hasReady(), false);
  isAvailable = true;
  raft.step(message(MessageType.heartbeatResponse, { from: 4n, term: 2 }));
  assert.deepEqual(
    messagesOf(drain(raft)).map(({ type }) => type),
    [MessageType.snapshot],
  );
});

test('the answer to a read of a former life is nobody’s answer', () => {
  const read = (raft: Raft): number => {
    raft.step(message(MessageType.heartbeat, { term: 2 }));
    assert.equal(raft.readIndex(7), true);
    const request = messagesOf(drain(raft)).find(({ type }) => type === MessageType.readIndex);
    assert.ok(request !== undefined);
    return request.context;
  };
  const before = read(start());
  const raft = start(foundingState(three), { random: new SeededRandom(2) });
  const now = read(raft);
  assert.notEqual(now, before);
  raft.step(message(MessageType.readIndexResponse, { context: before, index: 5 }));
  assert.equal(raft.hasReady(), false);
  raft.step(message(MessageType.readIndexResponse, { context: now, index: 6 }));
  assert.deepEqual(
    drain(raft).flatMap(({ readStates }) => readStates),
    [{ context: 7, index: 6 }],
  );
  raft.step(message(MessageType.readIndexResponse, { context: now, index: 6 }));
  assert.equal(raft.hasReady(), false, 'a repeated answer');
});

test('a heartbeat answer to an earlier round does not release a later read', () => {
  const raft = leader();
  raft.readIndex(1);
  drain(raft);
  raft.readIndex(2);
  drain(raft);
  raft.step(message(MessageType.heartbeatResponse, { term: 2, context: 1 }));
  assert.deepEqual(
    drain(raft).flatMap(({ readStates }) => readStates),
    [{ context: 1, index: 2 }],
  );
  raft.step(message(MessageType.heartbeatResponse, { term: 2, context: 2 }));
  assert.deepEqual(
    drain(raft).flatMap(({ readStates }) => readStates),
    [{ context: 2, index: 2 }],
  );
});

test('a forwarded proposal is taken by the leader of its term only, and never passed on', () => {
  const follower = start();
  follower.step(message(MessageType.heartbeat, { term: 2 }));
  drain(follower);
  const entries = [entry(0, 0, 'a')];
  follower.step(message(MessageType.propose, { from: 3n, term: 2, entries }));
  assert.equal(follower.hasReady(), false);
  const raft = leader();
  const { lastIndex, term } = raft.status();
  for (const other of [0, term - 1, term + 1]) {
    raft.step(message(MessageType.propose, { from: 3n, term: other, entries }));
    assert.equal(raft.status().lastIndex, lastIndex);
  }
  raft.step(message(MessageType.propose, { from: 3n, term, entries }));
  assert.equal(raft.status().lastIndex, lastIndex + 1);
});

test('a forwarded proposal that the network repeats is taken once, in every order and from every life', () => {
  const follower = (seed: number): Raft => {
    const raft = start(undefined, { id: 3n, random: new SeededRandom(seed) });
    raft.step(message(MessageType.heartbeat, { to: 3n, from: 1n, term: 2 }));
    drain(raft);
    return raft;
  };
  const sent = [7, 8].flatMap((seed) => {
    const raft = follower(seed);
    return ['a', 'b'].flatMap((data) => {
      assert.equal(raft.propose([fromByteString(data)]), 'forwarded');
      return drain(raft).flatMap(({ messages }) => messages);
    });
  });
  assert.equal(sent.length, 4);
  const raft = leader();
  const { lastIndex } = raft.status();
  for (const repeated of [...sent.toReversed(), ...sent, ...sent]) raft.step(repeated);
  assert.equal(raft.status().lastIndex, lastIndex + 4);
});

test('a forwarded conf change that cannot be made now, or ever, becomes an entry of its context', () => {
  const raft = leader();
  const forward = (member: bigint, context: string): void => {
    const step = { kind: 'addVoter', member } as const;
    const data = encodeConfChange({ kind: 'simple', step, context: fromByteString(context) });
    const entries = [{ index: 0, term: 0, type: EntryType.confChange, data }];
    raft.step(message(MessageType.propose, { from: 3n, term: 2, entries }));
  };
  forward(0n, 'never');
  forward(4n, 'four');
  forward(5n, 'five');
  forward(6n, '');
  const appended = raft.ready().entries.map(({ type, data }) => [type, toByteString(data)]);
  assert.deepEqual(
    appended.map(([type]) => type),
    [EntryType.normal, EntryType.confChange, EntryType.normal],
    'one without a context is dropped in silence',
  );
  assert.deepEqual([appended[0]?.[1], appended[2]?.[1]], ['never', 'five']);
});

test('several proposals between two Readys become one append to each follower', () => {
  const raft = leader();
  raft.propose([fromByteString('a'), fromByteString('b')]);
  raft.propose([fromByteString('c')]);
  const ready = raft.ready();
  assert.deepEqual(
    ready.messages.map(({ to, entries }) => [to, entries.map(({ data }) => toByteString(data))]),
    [
      [2n, ['a', 'b', 'c']],
      [3n, ['a', 'b', 'c']],
    ],
  );
  raft.advance(ready);
});

test('a leader does not count its own disk before it has answered', () => {
  const raft = leader();
  raft.propose([fromByteString('a')]);
  const ready = raft.ready();
  raft.step(message(MessageType.appendResponse, { from: 2n, term: 2, index: 3 }));
  assert.equal(raft.status().committed, 2);
  raft.advance(ready);
  assert.equal(raft.status().committed, 3);
});

test('only commit indexes change without a sync', () => {
  const raft = leader();
  raft.propose([fromByteString('a')]);
  const [persisting] = drain(raft);
  assert.equal(persisting?.mustSync, true);
  raft.step(message(MessageType.appendResponse, { from: 2n, term: 2, index: 3 }));
  const [committing] = drain(raft);
  assert.equal(committing?.hardState?.commit, 3);
  assert.equal(committing.mustSync, false);
});

test('Readys are handed out one at a time and given back as they are', () => {
  const raft = start();
  raft.campaign();
  const ready = raft.ready();
  assert.equal(raft.hasReady(), false);
  assert.throws(() => raft.ready(), /before advance/);
  assert.throws(() => raft.advance({ ...ready }), /another Ready/);
  raft.advance(ready);
  assert.equal(raft.hasReady(), false);
});

test('a message to somebody else, or from a member of the same name, is not for this one', () => {
  const raft = start();
  raft.step(message(MessageType.heartbeat, { to: 3n, term: 9 }));
  raft.step(message(MessageType.heartbeat, { from: 1n, term: 9 }));
  assert.equal(raft.term, 1);
});

test('two leaders in one term, a lost log and entries without a configuration stop the process', () => {
  const twoLeaders = start();
  twoLeaders.step(message(MessageType.heartbeat, { from: 2n, term: 3 }));
  assert.throws(
    () => twoLeaders.step(message(MessageType.heartbeat, { from: 3n, term: 3 })),
    /two leaders in term 3/,
  );
  const lostLog = start();
  assert.throws(
    () => lostLog.step(message(MessageType.heartbeat, { term: 2, commit: 5 })),
    /log lost/,
  );
  const joiner = start(joiningState());
  assert.throws(
    () => joiner.step(message(MessageType.appendRequest, { term: 2, entries: [entry(1, 1)] })),
    /without a configuration/,
  );
});

test('election timeouts are spread over the whole range', () => {
  const seen = new Set<number>();
  for (let seed = 0; seed < 200; seed++) {
    const raft = start(foundingState(three), { random: new SeededRandom(seed) });
    let ticks = 0;
    while (raft.role === 'follower') {
      raft.tick();
      ticks++;
    }
    seen.add(ticks);
  }
  assert.deepEqual(
    [...seen].sort((a, b) => a - b),
    [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
  );
});

test('options that make no sense are refused at the start', () => {
  assert.throws(() => start(undefined, { id: 0n }), /member id 0/);
  assert.throws(() => start(undefined, { electionTicks: 1 }), /electionTicks/);
  assert.throws(() => start(undefined, { inflightMessagesMax: 0 }), /inflightMessagesMax/);
});

test('who is a quorum by itself may serve reads from its commit index, in its own term', () => {
  const alone = stateOf([1n], [2n]);
  const raft = start(foundingState(alone));
  assert.equal(raft.ownReadIndex, undefined, 'it does not lead');
  raft.campaign();
  while (raft.role !== 'leader') raft.advance(raft.ready());
  assert.equal(raft.ownReadIndex, undefined, 'it does not know what was committed before');
  drain(raft);
  const index = raft.status().lastIndex;
  assert.equal(raft.ownReadIndex, index);
  raft.propose([fromByteString('x')]);
  assert.equal(raft.ownReadIndex, index);
  drain(raft);
  assert.equal(raft.ownReadIndex, index + 1);
});

test('who needs others asks them before it serves a read', () => {
  assert.equal(leader().ownReadIndex, undefined);
  const joint = start(foundingState({ ...stateOf([1n]), votersOutgoing: [1n, 2n] }));
  joint.campaign();
  drain(joint);
  joint.step(message(MessageType.voteResponse, { term: 2 }));
  drain(joint);
  joint.step(message(MessageType.appendResponse, { term: 2, index: 2 }));
  drain(joint);
  assert.equal(joint.status().applied, 2);
  assert.equal(joint.ownReadIndex, undefined);
});
