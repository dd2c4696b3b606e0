// Who is in the cluster and in which part: the value that conf changes turn into the next one.
//
// Invariants: voters and learners are disjoint; learnersNext ⊆ votersOutgoing; outside a joint
// configuration votersOutgoing and learnersNext are empty. There is always a voter, except in the
// configuration of a member that knows nothing yet and waits to be told.
import { assert, unreachable } from '@cairn/core';
import type { MemberId } from '@cairn/core';
import type { ConfChange, ConfChangeStep } from './conf-change.ts';
import type { ConfState } from './types.ts';

export class Configuration {
  readonly state: ConfState;
  /** Everyone who gets the log, ascending. */
  readonly members: readonly MemberId[];

  constructor(state: ConfState) {
    this.state = {
      voters: ascending(state.voters),
      learners: ascending(state.learners),
      votersOutgoing: ascending(state.votersOutgoing),
      learnersNext: ascending(state.learnersNext),
      autoLeave: state.autoLeave,
    };
    this.members = ascending(
      new Set([...state.voters, ...state.votersOutgoing, ...state.learners]),
    );
    this.#assertInvariants();
  }

  get isJoint(): boolean {
    return this.state.votersOutgoing.length > 0;
  }

  isVoter(id: MemberId): boolean {
    return this.state.voters.includes(id) || this.state.votersOutgoing.includes(id);
  }

  isLearner(id: MemberId): boolean {
    return this.state.learners.includes(id);
  }

  /** Why the change cannot follow this configuration; undefined when it can. */
  refusal(change: ConfChange): string | undefined {
    if (change.kind === 'leaveJoint') {
      return this.isJoint ? undefined : 'not in a joint configuration';
    }
    if (this.isJoint) return 'already in a joint configuration';
    const steps = change.kind === 'simple' ? [change.step] : change.steps;
    if (steps.some((step) => step.member === 0n)) return 'member id 0 means "none"';
    if (steps.length === 0) return 'nothing to change';
    return nextState(this.state, change).voters.length > 0 ? undefined : 'no voter would be left';
  }

  after(change: ConfChange): Configuration {
    const refusal = this.refusal(change);
    assert(refusal === undefined, `conf change ${change.kind}: ${refusal}`);
    return new Configuration(nextState(this.state, change));
  }

  #assertInvariants(): void {
    const { voters, learners, votersOutgoing, learnersNext, autoLeave } = this.state;
    for (const ids of [voters, learners, votersOutgoing, learnersNext]) {
      assert(new Set(ids).size === ids.length, `a member is named twice in ${ids.join(' ')}`);
    }
    for (const id of learners) assert(!this.isVoter(id), `member ${id} is voter and learner`);
    for (const id of learnersNext) {
      assert(
        votersOutgoing.includes(id),
        `member ${id} becomes a learner but is no outgoing voter`,
      );
      assert(!voters.includes(id), `member ${id} stays a voter and becomes a learner`);
    }
    assert(this.isJoint || !autoLeave, 'autoLeave outside a joint configuration');
  }
}

function nextState(state: ConfState, change: ConfChange): ConfState {
  switch (change.kind) {
    case 'simple':
      return afterSteps(state, [change.step]);
    case 'enterJoint':
      return afterSteps(
        { ...state, votersOutgoing: state.voters, autoLeave: change.autoLeave },
        change.steps,
      );
    case 'leaveJoint':
      return {
        voters: state.voters,
        learners: [...state.learners, ...state.learnersNext],
        votersOutgoing: [],
        learnersNext: [],
        autoLeave: false,
      };
    default:
      return unreachable(change);
  }
}

function afterSteps(state: ConfState, steps: readonly ConfChangeStep[]): ConfState {
  const voters = new Set(state.voters);
  const learners = new Set(state.learners);
  const learnersNext = new Set(state.learnersNext);
  for (const { kind, member } of steps) {
    voters.delete(member);
    learners.delete(member);
    learnersNext.delete(member);
    if (kind === 'addVoter') {
      voters.add(member);
    } else if (kind === 'addLearner') {
      // An outgoing voter still counts as one: it turns into a learner when the joint part is left.
      if (state.votersOutgoing.includes(member)) learnersNext.add(member);
      else learners.add(member);
    }
  }
  return {
    ...state,
    voters: [...voters],
    learners: [...learners],
    learnersNext: [...learnersNext],
  };
}

function ascending(ids: Iterable<MemberId>): readonly MemberId[] {
  return [...ids].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
