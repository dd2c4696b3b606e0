// A change of the membership as a value, and as the bytes of a log entry of type `confChange`.
//
// Changing one voter at a time is safe by itself (Raft thesis 4.1); several at once need a joint
// configuration, entered by one entry and left by another (4.3).
//
// Bytes: version u8 = 1, kind u8, step count u16, then per step kind u8 and member u64 (all big-endian),
// then the context to the end.
import { AssertionFailure, assert, unreachable } from '@cairn/core';
import type { MemberId } from '@cairn/core';

export type ConfChangeStepKind = 'addVoter' | 'addLearner' | 'removeMember';

export interface ConfChangeStep {
  readonly kind: ConfChangeStepKind;
  readonly member: MemberId;
}

/** `context` is the caller's own part of the entry, for instance the name and addresses of a member. */
export type ConfChange =
  | { readonly kind: 'simple'; readonly step: ConfChangeStep; readonly context: Uint8Array }
  | {
      readonly kind: 'enterJoint';
      readonly steps: readonly ConfChangeStep[];
      /** The leader proposes `leaveJoint` itself once the joint configuration is applied. */
      readonly autoLeave: boolean;
      readonly context: Uint8Array;
    }
  | { readonly kind: 'leaveJoint'; readonly context: Uint8Array };

const version = 1;
const kinds = ['simple', 'enterJoint', 'enterJointAutoLeave', 'leaveJoint'] as const;
const stepKinds: readonly ConfChangeStepKind[] = ['addVoter', 'addLearner', 'removeMember'];
const headBytes = 4;
const stepBytes = 9;

export function encodeConfChange(change: ConfChange): Uint8Array {
  const steps = stepsOf(change);
  assert(steps.length < 2 ** 16, `${steps.length} steps in one conf change`);
  const bytes = new Uint8Array(headBytes + steps.length * stepBytes + change.context.length);
  const view = new DataView(bytes.buffer);
  const kind =
    change.kind === 'enterJoint' && change.autoLeave ? 'enterJointAutoLeave' : change.kind;
  view.setUint8(0, version);
  view.setUint8(1, kinds.indexOf(kind));
  view.setUint16(2, steps.length);
  let at = headBytes;
  for (const step of steps) {
    view.setUint8(at, stepKinds.indexOf(step.kind));
    view.setBigUint64(at + 1, step.member);
    at += stepBytes;
  }
  bytes.set(change.context, at);
  return bytes;
}

/** The bytes come from the log, so anything else than what we wrote is a broken invariant. */
export function decodeConfChange(bytes: Uint8Array): ConfChange {
  assert(bytes.length >= headBytes, `conf change of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  assert(view.getUint8(0) === version, `conf change of version ${view.getUint8(0)}`);
  const kind = kinds[view.getUint8(1)];
  const count = view.getUint16(2);
  const contextAt = headBytes + count * stepBytes;
  assert(bytes.length >= contextAt, `conf change of ${bytes.length} bytes with ${count} steps`);
  const steps: ConfChangeStep[] = [];
  for (let at = headBytes; at < contextAt; at += stepBytes) {
    const stepKind = stepKinds[view.getUint8(at)];
    assert(stepKind !== undefined, `conf change step of kind ${view.getUint8(at)}`);
    steps.push({ kind: stepKind, member: view.getBigUint64(at + 1) });
  }
  const context = bytes.subarray(contextAt);
  switch (kind) {
    case 'simple': {
      const step = steps[0];
      assert(step !== undefined && count === 1, `simple conf change with ${count} steps`);
      return { kind, step, context };
    }
    case 'enterJoint':
    case 'enterJointAutoLeave':
      return { kind: 'enterJoint', steps, autoLeave: kind === 'enterJointAutoLeave', context };
    case 'leaveJoint':
      assert(count === 0, `leaveJoint with ${count} steps`);
      return { kind, context };
    default:
      throw new AssertionFailure(`conf change of kind ${view.getUint8(1)}`);
  }
}

function stepsOf(change: ConfChange): readonly ConfChangeStep[] {
  switch (change.kind) {
    case 'simple':
      return [change.step];
    case 'enterJoint':
      return change.steps;
    case 'leaveJoint':
      return [];
    default:
      return unreachable(change);
  }
}
