// The conformance runner: one pair of servers per file of cases, every case a test.
//
// Both servers start empty and take the same steps in the same order, so their revisions are equal
// and nothing about them needs masking. A case that fails may leave the two at different revisions;
// they are then brought to the same one so that only the guilty case fails.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Case, Step, Subject } from './case.ts';
import { gapOf, knownGaps } from './known-gaps.ts';
import { ServerUnderTest } from './server-under-test.ts';
import { sameClientUrl, samePeerUrl } from './same-urls.ts';
import type { Outcome, Transcript } from './server-under-test.ts';
import { hasChange } from './versions.ts';
import {
  etcdVersion,
  requireTools,
  startEtcd,
  startSubject,
  subjectIsEtcd,
  subjectVersion,
  toolPath,
} from '../kit/index.ts';
import type { SingleServer } from '../kit/index.ts';

export interface Pair extends AsyncDisposable {
  readonly subject: SingleServer;
  readonly subjectVersion: string;
  readonly oracle: SingleServer;
  readonly oracleVersion: string;
}

export interface PairOptions {
  /** More flags for both servers. */
  readonly flags?: readonly string[];
  /** The etcd to compare with; the one on PATH by default. */
  readonly etcd?: string;
}

/** The subject, which is Cairn, beside real etcd; both empty. */
export async function startPair(options: PairOptions = {}): Promise<Pair> {
  const { flags = [], etcd = toolPath('etcd') } = options;
  const both = { advertisePeerUrl: samePeerUrl, advertiseClientUrl: sameClientUrl, flags };
  const starting = [startSubject(both), startEtcd({ ...both, binary: etcd })] as const;
  const settled = await Promise.allSettled(starting);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    for (const result of settled) {
      if (result.status === 'fulfilled') await result.value[Symbol.asyncDispose]();
    }
    throw failed.reason;
  }
  const [subject, oracle] = await Promise.all(starting);
  return {
    subject,
    subjectVersion: subjectVersion(),
    oracle,
    oracleVersion: etcdVersion(etcd),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([subject[Symbol.asyncDispose](), oracle[Symbol.asyncDispose]()]);
    },
  };
}

/** Defines a suite with one test per case. */
export function conform(about: Subject, cases: readonly Case[], options: PairOptions = {}): void {
  assertNamesAreUnique(cases);
  assertGapsAreCases(about, cases);
  suite(`${about}, compared with etcd`, requireTools('etcd'), () => {
    let pair: Pair;
    let subject: ServerUnderTest;
    let oracle: ServerUnderTest;

    before(async () => {
      pair = await startPair(options);
      subject = new ServerUnderTest(pair.subject, pair.subjectVersion);
      oracle = new ServerUnderTest(pair.oracle, pair.oracleVersion);
    });

    after(async () => {
      subject?.close();
      oracle?.close();
      await pair?.[Symbol.asyncDispose]();
    });

    for (const each of cases) {
      test(each.name, async () => {
        const [mine, theirs] = await Promise.all([subject.take(each), oracle.take(each)]);
        await makeEqual(subject, oracle);
        const expected = expectedOutcomes(each.steps, theirs, pair);
        const gap = subjectIsEtcd() ? undefined : gapOf(about, each.name);
        judge(each, mine, expected, gap);
      });
    }
  });
}

/** What the subject should have answered: the oracle's answers, with the changes since its release. */
export function expectedOutcomes(
  steps: readonly Step[],
  oracle: Transcript,
  versions: Pick<Pair, 'subjectVersion' | 'oracleVersion'>,
): readonly Outcome[] {
  return oracle.outcomes.map((outcome, index) => {
    const change = steps[index]?.change;
    if (change === undefined) return outcome;
    const applies =
      hasChange(versions.subjectVersion, change.since) &&
      !hasChange(versions.oracleVersion, change.since);
    return applies ? change.expected(outcome, oracle.answers) : outcome;
  });
}

/** Fails when the subject answered otherwise than expected, or when it did not but `gap` says so. */
export function judge(
  each: Case,
  mine: Transcript,
  expected: readonly Outcome[],
  gap: string | undefined,
): void {
  if (gap === undefined) {
    compare(each, mine, expected);
  } else {
    const stale = `no gap any more, remove it from known-gaps.ts: ${gap}`;
    assert.throws(() => compare(each, mine, expected), assert.AssertionError, stale);
  }
}

/** Throws with the first step at which the subject answered otherwise. */
function compare({ steps }: Case, mine: Transcript, expected: readonly Outcome[]): void {
  for (const [index, outcome] of mine.outcomes.entries()) {
    const step = steps[index];
    const what = step === undefined ? 'left on the streams' : describe(step);
    assert.deepEqual(outcome, expected[index], `step ${index + 1}, ${what}`);
    assert.ok(!isIncomplete(outcome), `step ${index + 1} waits in vain on both servers, ${what}`);
  }
  const left = mine.outcomes.at(-1);
  assert.deepEqual(left, { leftover: {} }, 'the case leaves messages unread on both servers');
}

function isIncomplete(outcome: Outcome): boolean {
  return typeof outcome === 'object' && outcome !== null && 'missing' in outcome;
}

function describe(step: Step): string {
  const { change: _, ...shown } = step;
  return JSON.stringify(shown, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

async function makeEqual(subject: ServerUnderTest, oracle: ServerUnderTest): Promise<void> {
  const revisions = await Promise.all([subject.clear(), oracle.clear()]);
  if (revisions[0] === revisions[1]) return;
  const target = Math.max(...revisions) + 1;
  await Promise.all([subject.advanceTo(target), oracle.advanceTo(target)]);
}

function assertNamesAreUnique(cases: readonly Case[]): void {
  const names = cases.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  assert.deepEqual(twice, [], 'a case is known by its name');
}

function assertGapsAreCases(about: Subject, cases: readonly Case[]): void {
  const titles = new Set(cases.map(({ name }) => `${about}: ${name}`));
  const unknown = [...knownGaps.keys()].filter(
    (title) => title.startsWith(`${about}: `) && !titles.has(title),
  );
  assert.deepEqual(unknown, [], 'known-gaps.ts names cases that do not exist');
}
