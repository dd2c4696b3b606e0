// Is there one order of all operations that respects real time and explains every answer?
//
// The search is Wing & Gong's with Lowe's memory of what was tried, as in porcupine: take an operation
// that may come next, carry it out on a model, go on; go back when no order can be completed. Revisions
// make nearly every step forced, and that is what keeps histories of an hour decidable:
//
// - An answered operation that changes nothing and is explained by the state as it is comes first: had it
//   come later in some order, moving it here would change nothing for the others.
// - An answered write is explained at exactly one revision. If that is the next one, no other write can
//   take the place without making this one impossible for ever.
// - Compactions come lowest first; a higher one would have had the lower refused.
// - So the only choice is what made a revision that no write was answered: a write of unknown outcome, or
//   a revoke (its answer does not say whether keys went with it). Only there a state is remembered, and
//   the facts (a log, or what was seen) leave few choices or one.
//
// Operations that touch one key only are not searched by themselves (Herlihy's locality): their answers
// carry the revision of the whole store, and an order for each key need not make one for its revisions.
import { PendingList } from './pending-list.ts';
import { RevisionFacts } from './revision-facts.ts';
import type { ReplayedLog } from './replayed-log.ts';
import { sameAnswer } from './answers.ts';
import { StoreModel } from './store-model.ts';
import type { Step } from './store-model.ts';
import type { History, Operation, Verdict, Violation } from './types.ts';

export interface LinearizabilityOptions {
  /** Every change of the store from its first on: narrows the search and is itself explained. */
  readonly log?: ReplayedLog;
  /** How many operations are carried out on the model before the search gives up. */
  readonly stepsMax?: number;
}

const defaultStepsMax = 5_000_000;

type Changes = 'nothing' | 'compaction' | 'keys';

/** An operation that may come next: an answered one by its place, an unknown one by its index. */
interface Choice {
  readonly kind: 'answered' | 'unknown';
  readonly at: number;
}

/** What was placed, and what could have been placed instead. */
interface Move extends Choice {
  readonly step: Step;
  readonly others: Choice[];
}

export function checkLinearizability(
  history: History,
  { log, stepsMax = defaultStepsMax }: LinearizabilityOptions = {},
): Verdict {
  const early = outOfRealTime(history.operations);
  if (early.length > 0) return { kind: 'violated', violations: early };
  return new Search(history, log, stepsMax).run();
}

class Search {
  readonly #model = new StoreModel();
  readonly #pending: PendingList;
  readonly #unknown: readonly Operation[];
  readonly #used: boolean[];
  readonly #facts: RevisionFacts;
  readonly #log: ReplayedLog | undefined;
  readonly #claimed: ReadonlySet<number>;
  readonly #moves: Move[] = [];
  readonly #tried = new Set<string>();
  readonly #stepsMax: number;
  #steps = 0;
  #lastPlace = 0;
  #fewestLeft = Infinity;
  #deepest: Violation | undefined;

  constructor(history: History, log: ReplayedLog | undefined, stepsMax: number) {
    const modelled = history.operations.filter(isModelled);
    const answered = modelled.filter(({ outcome }) => outcome.kind === 'ok');
    this.#pending = new PendingList(answered);
    this.#unknown = [
      ...modelled.filter(({ outcome, request }) => {
        return outcome.kind === 'unknown' && mayChangeKeys(request);
      }),
      ...expiries(history.operations),
    ].toSorted((a, b) => a.calledAt - b.calledAt);
    this.#used = this.#unknown.map(() => false);
    this.#facts = new RevisionFacts(history, log);
    this.#log = log;
    this.#claimed = new Set(answered.filter(hasWritten).map(revisionOf));
    this.#stepsMax = stepsMax;
  }

  run(): Verdict {
    for (;;) {
      if (this.#steps > this.#stepsMax) return undecided(this.#stepsMax);
      if (this.#placeAnswered()) continue;
      if (this.#isComplete()) return { kind: 'ok' };
      this.#rememberDepth();
      if (this.#isNew() && this.#choose(this.#choices())) continue;
      if (!this.#goBack()) return this.#violated();
    }
  }

  #isComplete(): boolean {
    if (this.#pending.length > 0) return false;
    return this.#log === undefined || this.#model.revision >= this.#log.lastRevision;
  }

  /** Places one answered operation whose place is forced; false when none is. */
  #placeAnswered(): boolean {
    const places = this.#pending.candidates();
    const compactions = places
      .filter((place) => this.#compactionAt(place) > 0)
      .toSorted((a, b) => this.#compactionAt(a) - this.#compactionAt(b));
    return (
      places.some((at) => this.#place({ kind: 'answered', at }, 'nothing', [])) ||
      compactions.some((at) => this.#place({ kind: 'answered', at }, 'compaction', [])) ||
      places.some((at) => {
        const isForced = hasWritten(this.#pending.at(at));
        return isForced && this.#place({ kind: 'answered', at }, 'keys', []);
      })
    );
  }

  #compactionAt(place: number): number {
    const { request } = this.#pending.at(place);
    return request.type === 'compact' ? request.revision : 0;
  }

  /** Places it if the state explains its answer and it changes what it is expected to change. */
  #place(choice: Choice, changes: Changes, others: Choice[]): boolean {
    const operation =
      choice.kind === 'answered' ? this.#pending.at(choice.at) : this.#unknown[choice.at];
    if (operation === undefined) return false;
    const { request, outcome } = operation;
    // Most candidates fail on these alone, and that costs no step.
    if (outcome.kind === 'ok' && outcome.answer.revision > this.#model.revision + 1) return false;
    if (hasWritten(operation) && changes !== 'keys') return false;
    this.#steps++;
    const step = this.#model.apply(request);
    if (step === undefined) return false;
    const fits =
      changesOf(request, step) === changes &&
      (outcome.kind !== 'ok' || sameAnswer(request, step.answer, outcome.answer)) &&
      this.#fits(step);
    if (!fits) {
      this.#model.undo(step);
      return false;
    }
    if (choice.kind === 'unknown') this.#used[choice.at] = true;
    else {
      this.#pending.take(choice.at);
      this.#lastPlace = Math.max(this.#lastPlace, choice.at);
    }
    this.#moves.push({ ...choice, step, others });
    return true;
  }

  #fits({ events }: Step): boolean {
    return events.length === 0 || this.#facts.allow(this.#model.revision, events);
  }

  /** What may have made the next revision, in reverse order of trying. */
  #choices(): Choice[] {
    const revision = this.#model.revision + 1;
    if (this.#claimed.has(revision)) return [];
    const before = this.#pending.firstReturn();
    const choices: Choice[] = this.#pending
      .candidates()
      .filter((at) => this.#pending.at(at).request.type === 'leaseRevoke')
      .map((at) => ({ kind: 'answered', at }));
    for (const [at, { calledAt, request }] of this.#unknown.entries()) {
      if (calledAt > before) break;
      if (this.#used[at] === true) continue;
      if (this.#facts.mayMake(revision, request)) choices.push({ kind: 'unknown', at });
    }
    return choices.toReversed();
  }

  /** Places the next of these choices that is possible. */
  #choose(choices: Choice[]): boolean {
    for (let choice = choices.pop(); choice !== undefined; choice = choices.pop()) {
      if (this.#place(choice, 'keys', choices)) return true;
    }
    return false;
  }

  /** Takes moves back up to a choice that can be made otherwise; false when there is none. */
  #goBack(): boolean {
    for (let move = this.#moves.pop(); move !== undefined; move = this.#moves.pop()) {
      this.#model.undo(move.step);
      if (move.kind === 'answered') this.#pending.putBack(move.at);
      else this.#used[move.at] = false;
      if (this.#choose(move.others)) return true;
    }
    return false;
  }

  /** False when the same was left to do from the same state before. */
  #isNew(): boolean {
    const used = this.#used.flatMap((isUsed, index) => (isUsed ? index : []));
    const pending = this.#pending.fingerprint(this.#lastPlace);
    const situation = `${pending}|${used.join()}|${this.#model.fingerprint()}`;
    if (this.#tried.has(situation)) return false;
    this.#tried.add(situation);
    return true;
  }

  #rememberDepth(): void {
    if (this.#pending.length >= this.#fewestLeft) return;
    this.#fewestLeft = this.#pending.length;
    this.#deepest = this.#describeDeadEnd();
  }

  #violated(): Verdict {
    return { kind: 'violated', violations: [this.#deepest ?? this.#describeDeadEnd()] };
  }

  #describeDeadEnd(): Violation {
    const { revision } = this.#model;
    const stuck = this.#pending
      .candidates()
      .map((place) => this.#pending.at(place))
      .toSorted((a, b) => a.returnedAt - b.returnedAt);
    const [first] = stuck;
    if (first === undefined) {
      return {
        rule: 'linearizable',
        message: `the log changes ${revision + 1}, but no operation explains that change`,
        operations: [],
        watches: [],
        revision: revision + 1,
      };
    }
    const claimed = first.outcome.kind === 'ok' ? first.outcome.answer.revision : 0;
    return {
      rule: 'linearizable',
      message:
        `no order explains operation ${first.id} (${first.request.type} of ${first.client}, answered ` +
        `at revision ${claimed}) together with those before it, which lead to revision ${revision}`,
      operations: [first.id, ...this.#lastWriters(), ...stuck.slice(1).map(({ id }) => id)],
      watches: [],
      revision: claimed,
    };
  }

  /** The answered operation that was placed last with an effect: what the dead end follows on. */
  #lastWriters(): readonly number[] {
    const move = this.#moves.findLast(({ step }) => step.events.length > 0);
    if (move === undefined) return [];
    const operation = move.kind === 'answered' ? this.#pending.at(move.at) : this.#unknown[move.at];
    return operation === undefined || operation.id < 0 ? [] : [operation.id];
  }
}

/** Operations that must fit into one order; the others have checks of their own. */
function isModelled({ request, outcome }: Operation): boolean {
  if (outcome.kind === 'failed' || request.type === 'leaseKeepAlive') return false;
  return !(request.type === 'range' && request.serializable);
}

function mayChangeKeys(request: Operation['request']): boolean {
  switch (request.type) {
    case 'put':
    case 'delete':
    case 'leaseRevoke':
      return true;
    case 'txn':
      return [...request.success, ...request.failure].some(({ type }) => type !== 'range');
    default:
      return false;
  }
}

/** A lease that runs out is a revoke that nobody called, at any time from its TTL on. */
function expiries(operations: readonly Operation[]): readonly Operation[] {
  return operations.flatMap(({ id, request, outcome, calledAt }) => {
    if (request.type !== 'leaseGrant' || outcome.kind === 'failed') return [];
    const ttl =
      outcome.kind === 'ok' && outcome.answer.type === 'leaseGrant'
        ? outcome.answer.ttl
        : request.ttl;
    return {
      id: -1 - id,
      client: 'expiry',
      member: '',
      calledAt: calledAt + ttl,
      returnedAt: Infinity,
      request: { type: 'leaseRevoke' as const, leaseId: request.leaseId },
      outcome: { kind: 'unknown' as const, error: '' },
    };
  });
}

function hasWritten({ outcome }: Operation): boolean {
  if (outcome.kind !== 'ok') return false;
  const { answer } = outcome;
  if (answer.type === 'put') return true;
  if (answer.type === 'delete') return answer.deleted > 0;
  if (answer.type !== 'txn') return false;
  return answer.answers.some(
    (part) => part.type === 'put' || (part.type === 'delete' && part.deleted > 0),
  );
}

/** A revoke shows only when it is carried out whether keys went with it. */
function changesOf({ type }: Operation['request'], { events }: Step): Changes {
  if (type === 'compact') return 'compaction';
  return events.length === 0 ? 'nothing' : 'keys';
}

function revisionOf({ outcome }: Operation): number {
  return outcome.kind === 'ok' ? outcome.answer.revision : 0;
}

/**
 * Pairs that need no search: an answer whose revision is older than one that was already there before it
 * was asked for, and two writes that were answered the same revision.
 */
function outOfRealTime(operations: readonly Operation[]): readonly Violation[] {
  const answered = operations.filter((operation) => {
    return operation.outcome.kind === 'ok' && isModelled(operation);
  });
  return [...goingBack(answered), ...usedTwice(answered)];
}

function goingBack(answered: readonly Operation[]): readonly Violation[] {
  const byReturn = answered.toSorted((a, b) => a.returnedAt - b.returnedAt);
  const violations: Violation[] = [];
  let newest: Operation | undefined;
  let next = 0;
  for (const later of answered.toSorted((a, b) => a.calledAt - b.calledAt)) {
    for (let earlier = byReturn[next]; earlier !== undefined; earlier = byReturn[next]) {
      if (earlier.returnedAt >= later.calledAt) break;
      if (newest === undefined || revisionOf(earlier) > revisionOf(newest)) newest = earlier;
      next++;
    }
    if (newest === undefined || revisionOf(later) >= revisionOf(newest)) continue;
    violations.push({
      rule: 'linearizable',
      message:
        `operation ${later.id} of ${later.client} was answered at revision ${revisionOf(later)}, but ` +
        `before it was called operation ${newest.id} had been answered at ${revisionOf(newest)}`,
      operations: [newest.id, later.id],
      watches: [],
      revision: revisionOf(later),
    });
  }
  return violations;
}

function usedTwice(answered: readonly Operation[]): readonly Violation[] {
  const writers = new Map<number, Operation>();
  const violations: Violation[] = [];
  for (const operation of answered.filter(hasWritten)) {
    const revision = revisionOf(operation);
    const other = writers.get(revision);
    if (other === undefined) {
      writers.set(revision, operation);
      continue;
    }
    violations.push({
      rule: 'linearizable',
      message: `operations ${other.id} and ${operation.id} were both answered revision ${revision}`,
      operations: [other.id, operation.id],
      watches: [],
      revision,
    });
  }
  return violations;
}

function undecided(stepsMax: number): Verdict {
  return { kind: 'undecided', reason: `no order was found or excluded in ${stepsMax} steps` };
}
