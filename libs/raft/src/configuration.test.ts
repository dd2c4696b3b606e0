import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, equalBytes } from '@cairn/core';
import { decodeConfChange, encodeConfChange } from './conf-change.ts';
import type { ConfChange, ConfChangeStep, ConfChangeStepKind } from './conf-change.ts';
import { Configuration } from './configuration.ts';
import type { ConfState } from './types.ts';

const context = new Uint8Array(0);
const step = (kind: ConfChangeStepKind, member: bigint): ConfChangeStep => ({ kind, member });
const simple = (kind: ConfChangeStepKind, member: bigint): ConfChange => ({
  kind: 'simple',
  step: step(kind, member),
  context,
});
const joint = (steps: readonly ConfChangeStep[], autoLeave = false): ConfChange => ({
  kind: 'enterJoint',
  steps,
  autoLeave,
  context,
});
const leave: ConfChange = { kind: 'leaveJoint', context };

function stateOf(voters: readonly bigint[], learners: readonly bigint[] = []): ConfState {
  return { voters, learners, votersOutgoing: [], learnersNext: [], autoLeave: false };
}

const after = (state: ConfState, ...changes: readonly ConfChange[]): ConfState =>
  changes.reduce((now, change) => now.after(change), new Configuration(state)).state;

test('one member at a time joins, is promoted, demoted and removed', () => {
  const start = stateOf([1n, 2n]);
  assert.deepEqual(after(start, simple('addLearner', 3n)), stateOf([1n, 2n], [3n]));
  assert.deepEqual(
    after(start, simple('addLearner', 3n), simple('addVoter', 3n)),
    stateOf([1n, 2n, 3n]),
  );
  assert.deepEqual(after(start, simple('addLearner', 2n)), stateOf([1n], [2n]));
  assert.deepEqual(after(start, simple('removeMember', 2n)), stateOf([1n]));
  assert.deepEqual(after(start, simple('removeMember', 9n)), start);
});

test('inside a joint configuration both sets vote, and an outgoing voter becomes a learner later', () => {
  const changes = joint(
    [step('addVoter', 3n), step('addLearner', 2n), step('removeMember', 1n)],
    true,
  );
  const inside = after(stateOf([1n, 2n]), changes);
  assert.deepEqual(inside, {
    voters: [3n],
    learners: [],
    votersOutgoing: [1n, 2n],
    learnersNext: [2n],
    autoLeave: true,
  });
  const configuration = new Configuration(inside);
  assert.deepEqual(configuration.members, [1n, 2n, 3n]);
  assert.equal(configuration.isVoter(1n), true);
  assert.deepEqual(after(inside, leave), stateOf([3n], [2n]));
});

test('changes that do not fit are refused with a reason', () => {
  const single = new Configuration(stateOf([1n]));
  assert.match(single.refusal(simple('removeMember', 1n)) ?? '', /no voter/);
  assert.match(single.refusal(simple('addLearner', 1n)) ?? '', /no voter/);
  assert.match(single.refusal(simple('addVoter', 0n)) ?? '', /member id 0/);
  assert.match(single.refusal(joint([])) ?? '', /nothing to change/);
  assert.match(single.refusal(leave) ?? '', /not in a joint/);
  const inside = single.after(joint([step('addVoter', 2n)]));
  assert.match(inside.refusal(simple('addVoter', 3n)) ?? '', /already in a joint/);
  assert.match(inside.refusal(joint([step('addVoter', 3n)])) ?? '', /already in a joint/);
  assert.throws(() => single.after(leave), /not in a joint/);
});

test('whatever sequence of changes is accepted, the configuration stays sound', () => {
  const random = new SeededRandom(11);
  const kinds: readonly ConfChangeStepKind[] = ['addVoter', 'addLearner', 'removeMember'];
  const anyStep = (): ConfChangeStep =>
    step(kinds[random.nextBelow(3)] ?? 'addVoter', BigInt(1 + random.nextBelow(5)));
  let now = new Configuration(stateOf([1n, 2n, 3n]));
  let accepted = 0;
  for (let round = 0; round < 5_000; round++) {
    const dice = random.nextBelow(3);
    const change: ConfChange =
      dice === 0
        ? leave
        : dice === 1
          ? { kind: 'simple', step: anyStep(), context }
          : joint([anyStep(), anyStep(), anyStep()], random.nextBelow(2) === 0);
    if (now.refusal(change) !== undefined) continue;
    // The constructor asserts what must hold.
    now = now.after(change);
    accepted++;
    assert.ok(now.state.voters.length > 0);
  }
  assert.ok(accepted > 1_000);
});

test('a configuration that contradicts itself is refused', () => {
  assert.throws(() => new Configuration(stateOf([1n], [1n])), /voter and learner/);
  assert.throws(() => new Configuration({ ...stateOf([1n]), learnersNext: [2n] }), /no outgoing/);
  assert.throws(() => new Configuration({ ...stateOf([1n]), autoLeave: true }), /autoLeave/);
});

test('a conf change survives its way through the log', () => {
  const payload = new Uint8Array([1, 2, 3]);
  const changes: readonly ConfChange[] = [
    { kind: 'simple', step: step('addLearner', 2n ** 64n - 1n), context: payload },
    { kind: 'enterJoint', steps: [], autoLeave: false, context: payload },
    {
      kind: 'enterJoint',
      steps: [step('addVoter', 7n), step('removeMember', 8n)],
      autoLeave: true,
      context,
    },
    { kind: 'leaveJoint', context: payload },
  ];
  for (const change of changes) {
    const bytes = encodeConfChange(change);
    // Not at the start of its buffer, as in a WAL record.
    const embedded = new Uint8Array(bytes.length + 5);
    embedded.set(bytes, 5);
    const decoded = decodeConfChange(embedded.subarray(5));
    assert.ok(equalBytes(decoded.context, change.context));
    assert.deepEqual({ ...decoded, context }, { ...change, context });
  }
});

test('bytes that are no conf change stop the process', () => {
  const bytes = encodeConfChange(simple('addVoter', 4n));
  assert.throws(() => decodeConfChange(new Uint8Array(0)), /of 0 bytes/);
  assert.throws(() => decodeConfChange(bytes.subarray(0, 8)), /with 1 steps/);
  assert.throws(() => decodeConfChange(Uint8Array.of(2, 0, 0, 0)), /version 2/);
  assert.throws(() => decodeConfChange(Uint8Array.of(1, 9, 0, 0)), /kind 9/);
  assert.throws(() => decodeConfChange(Uint8Array.of(1, 0, 0, 0)), /0 steps/);
});
