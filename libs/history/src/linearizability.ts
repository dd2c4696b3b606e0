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
// - So the only choice is which write of unknown outcome fills a revision that nobody was answered, and
//   only there a state is remembered. The facts (a log, or what was seen) leave few or one.
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

/** What was placed last, and how to take it back. */
type Move =
  | { readonly kind: 'answered'; readonly place: number; readonly step: Step }
  | { readonly kind: 'unknown'; readonly index: number; readonly step: Step; choices: number[] };

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
    const inTurn = places.toSorted((a, b) => this.#turn(a) - this.#turn(b));
    return inTurn.some((place) => this.#tryAnswered(place));
  }

  /** What changes nothing first, then compactions, the lowest first, then what may have, then writes. */
  #turn(place: number): number {
    const operation = this.#pending.at(place);
    if (hasWritten(operation)) return Number.MAX_SAFE_INTEGER;
    if (operation.request.type === 'leaseRevoke') return Number.MAX_SAFE_INTEGER - 1;
    return operation.request.type === 'compact' ? operation.request.revision : 0;
  }

  #tryAnswered(place: number): boolean {
    const { request, outcome } = this.#pending.at(place);
    if (outcome.kind !== 'ok') return false;
    // Most candidates fail on this alone, and it costs no step.
    if (outcome.answer.revision > this.#model.revision + 1) return false;
    this.#steps++;
    const step = this.#model.apply(request);
    if (step === undefined) return false;
    const fits = sameAnswer(request, step.answer, outcome.answer) && this.#fits(step);
    if (!fits) {
      this.#model.undo(step);
      return false;
    }
    this.#pending.take(place);
    this.#lastPlace = Math.max(this.#lastPlace, place);
    this.#moves.push({ kind: 'answered', place, step });
    return true;
  }

  #fits({ events }: Step): boolean {
    return events.length === 0 || this.#facts.allow(this.#model.revision, events);
  }

  /** Writes of unknown outcome that may have made the next revision, in reverse order of trying. */
  #choices(): number[] {
    const revision = this.#model.revision + 1;
    if (this.#claimed.has(revision)) return [];
    const before = this.#pending.firstReturn();
    const choices: number[] = [];
    for (const [index, { calledAt, request }] of this.#unknown.entries()) {
      if (calledAt > before) break;
      if (this.#used[index] === true) continue;
      if (this.#facts.mayMake(revision, request)) choices.push(index);
    }
    return choices.toReversed();
  }

  /** Places the next of these choices that is possible. */
  #choose(choices: number[]): boolean {
    for (let index = choices.pop(); index !== undefined; index = choices.pop()) {
      const operation = this.#unknown[index];
      if (operation === undefined) continue;
      this.#steps++;
      const step = this.#model.apply(operation.request);
      if (step === undefined) continue;
      if (step.events.length === 0 || !this.#fits(step)) {
        this.#model.undo(step);
        continue;
      }
      this.#used[index] = true;
      this.#moves.push({ kind: 'unknown', index, step, choices });
      return true;
    }
    return false;
  }

  /** Takes moves back up to a choice that can be made otherwise; false when there is none. */
  #goBack(): boolean {
    for (let move = this.#moves.pop(); move !== undefined; move = this.#moves.pop()) {
      this.#model.undo(move.step);
      if (move.kind === 'answered') {
        this.#pending.putBack(move.place);
        continue;
      }
      this.#used[move.index] = false;
      if (this.#choose(move.choices)) return true;
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
    const operation =
      move.kind === 'answered' ? this.#pending.at(move.place) : this.#unknown[move.index];
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
