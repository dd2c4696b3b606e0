// The conformance runner: the subject beside every etcd there is to compare with, every case a test.
//
// All servers start empty and take the same steps in the same order, so their revisions are equal
// and nothing about them needs masking. A case that fails, or that an older etcd is not asked, may leave
// them at different revisions; they are then brought to the same one so that only the guilty case fails.
//
// Two releases of etcd beside the subject say more than one: what changed between them must be written
// down in the case, and what did not change is held to the same words by both.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Case, Step, Subject } from './case.ts';
import { gapOf, knownGaps } from './known-gaps.ts';
import { errorsProvokedBy } from './provoked-errors.ts';
import { ServerUnderTest } from './server-under-test.ts';
import { sameClientUrl, samePeerUrl } from './same-urls.ts';
import type { Outcome, Transcript } from './server-under-test.ts';
import { hasChange } from './versions.ts';
import {
  etcdVersion,
  newerEtcd,
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

/** A real etcd that the subject is compared with. */
export interface Oracle {
  readonly server: SingleServer;
  readonly version: string;
}

/** The subject, which is Cairn, beside one or more real etcds. */
export interface Comparison extends AsyncDisposable {
  readonly subject: SingleServer;
  readonly subjectVersion: string;
  readonly oracles: readonly Oracle[];
}

/** The subject beside one etcd; both empty. */
export async function startPair(options: PairOptions = {}): Promise<Pair> {
  const { flags = [], etcd = toolPath('etcd') } = options;
  const started = await startBeside([etcd], flags);
  const [oracle] = started.oracles;
  if (oracle === undefined) throw new Error('one etcd was asked for');
  return { ...started, oracle: oracle.server, oracleVersion: oracle.version };
}

/** All of them empty, with the same ids. */
async function startBeside(
  etcds: readonly string[],
  flags: readonly string[],
): Promise<Comparison> {
  const all = { advertisePeerUrl: samePeerUrl, advertiseClientUrl: sameClientUrl, flags };
  const starting = [
    startSubject(all),
    ...etcds.map((binary) => startEtcd({ ...all, binary })),
  ] as const;
  const settled = await Promise.allSettled(starting);
  const dispose = async (): Promise<void> => {
    const started = settled.filter((result) => result.status === 'fulfilled');
    await Promise.all(started.map(({ value }) => value[Symbol.asyncDispose]()));
  };
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await dispose();
    throw failed.reason;
  }
  const [subject, ...oracles] = await Promise.all(starting);
  return {
    subject,
    subjectVersion: subjectVersion(),
    oracles: oracles.map((server, index) => ({ server, version: etcdVersion(etcds[index]) })),
    [Symbol.asyncDispose]: dispose,
  };
}

/** The newer etcd that the set-up fetched and the one on PATH; only the latter where one was chosen. */
function etcdsToCompareWith(): readonly string[] {
  const installed = toolPath('etcd');
  const isChosen = (process.env['CAIRN_ETCD'] ?? '') !== '';
  const newer = isChosen ? undefined : newerEtcd();
  if (newer === undefined || etcdVersion(newer) === etcdVersion(installed)) return [installed];
  return [newer, installed];
}

/** One of the servers while its cases are taken. */
interface Party {
  readonly server: ServerUnderTest;
  readonly version: string;
}

/** Cases that share their servers. */
export interface Suite {
  readonly cases: readonly Case[];
  /** More flags for all servers. */
  readonly flags?: readonly string[];
  /** The servers cannot be made equal between two cases; no case may depend on revisions. */
  readonly isForsaken?: true;
}

/** Defines a suite with one test per case. */
export function conform(about: Subject, { cases, flags = [], isForsaken }: Suite): void {
  assertNamesAreUnique(cases);
  assertGapsAreCases(about, cases);
  suite(`${about}, compared with etcd`, requireTools('etcd'), () => {
    let comparison: Comparison;
    let subject: Party;
    let oracles: readonly Party[];

    before(async () => {
      comparison = await startBeside(etcdsToCompareWith(), flags);
      const toParty = ({ server, version }: Oracle): Party => ({
        server: new ServerUnderTest(server, version),
        version,
      });
      subject = toParty({ server: comparison.subject, version: comparison.subjectVersion });
      oracles = comparison.oracles.map(toParty);
    });

    after(async () => {
      for (const party of [subject, ...(oracles ?? [])]) party?.server.close();
      await comparison?.[Symbol.asyncDispose]();
    });

    for (const each of cases) {
      test(each.name, async (t) => {
        const asked = oracles.filter(({ version }) => isAsked(each, version));
        if (asked.length === 0 || !isAsked(each, subject.version)) {
          return t.skip(`needs etcd ${each.since?.join(' or ')}`);
        }
        try {
          await conformTo(about, each, subject, asked);
        } finally {
          const all = [subject, ...oracles].map(({ server }) => server);
          if (isForsaken !== true) await makeEqual(all);
        }
      });
    }
  });
}

function isAsked({ since }: Case, version: string): boolean {
  return since === undefined || hasChange(version, since);
}

/** Takes the case on all servers at once and compares. */
async function conformTo(
  about: Subject,
  each: Case,
  subject: Party,
  oracles: readonly Party[],
): Promise<void> {
  const [mine, ...theirs] = await Promise.all([
    subject.server.take(each),
    ...oracles.map(({ server }) => server.take(each)),
  ]);
  const gap = subjectIsEtcd() ? undefined : gapOf(about, each.name);
  for (const [index, { version }] of oracles.entries()) {
    const oracle = theirs[index];
    if (oracle === undefined) throw new Error('every server answers with a transcript');
    const versions = { subjectVersion: subject.version, oracleVersion: version };
    judge(each, mine, expectedOutcomes(each.steps, oracle, versions), gap, version);
  }
  if (!subjectIsEtcd()) assertProvoked(errorsProvokedBy(`${about}: ${each.name}`), mine);
}

/** A case that stands for an error text must show it. */
function assertProvoked(texts: readonly string[], { outcomes }: Transcript): void {
  const seen = JSON.stringify(outcomes);
  for (const text of texts) {
    const quoted = JSON.stringify(text).slice(1, -1);
    assert.ok(seen.includes(quoted), `no step was answered with "${text}"`);
  }
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
  oracleVersion?: string,
): void {
  if (gap === undefined) {
    compare(each, mine, expected, oracleVersion);
  } else {
    const stale = `no gap any more, remove it from known-gaps.ts: ${gap}`;
    assert.throws(() => compare(each, mine, expected), assert.AssertionError, stale);
  }
}

/** Throws with the first step at which the subject answered otherwise. */
function compare(
  { steps }: Case,
  mine: Transcript,
  expected: readonly Outcome[],
  oracleVersion = '',
): void {
  for (const [index, outcome] of mine.outcomes.entries()) {
    const step = steps[index];
    const what = step === undefined ? 'left on the streams' : describe(step);
    assert.deepEqual(
      outcome,
      expected[index],
      `step ${index + 1} beside etcd ${oracleVersion}, ${what}`,
    );
    assert.ok(!isIncomplete(outcome), `step ${index + 1} waits in vain on all servers, ${what}`);
  }
  const left = mine.outcomes.at(-1);
  assert.deepEqual(left, { leftover: {} }, 'the case leaves messages unread on all servers');
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

async function makeEqual(servers: readonly ServerUnderTest[]): Promise<void> {
  const revisions = await Promise.all(servers.map((server) => server.clear()));
  if (new Set(revisions).size === 1) return;
  const target = Math.max(...revisions) + 2;
  await Promise.all(servers.map((server) => server.advanceTo(target)));
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
