// `npm run robustness`: real clusters, round by round, under random traffic and random faults.
import { writeFileSync } from 'node:fs';
import { SeededRandom } from '@cairn/core';
import type { Random } from '@cairn/core';
import { checkHistory } from '@cairn/history';
import { loadRound, saveRound } from './history-file.ts';
import { createNamespaces, enterOwnNamespace, isInOwnNamespace } from './namespaces.ts';
import type { PeerNetwork } from './network.ts';
import { readOptions, traffics, usage } from './options.ts';
import type { Options } from './options.ts';
import { createProxies } from './proxies.ts';
import { renderReport } from './report/report.ts';
import { hasFailed, summaryOf } from './report/summary.ts';
import { run } from './run.ts';
import type { RunResult, RunSettings } from './run.ts';

/** Long enough for several faults, short enough that many clusters and mixes have their turn. */
const roundMsMax = 120_000;
const roundMsMin = 30_000;
const roundsMin = 3;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    say(usage);
    return 0;
  }
  if (options.check !== undefined) return checkAgain(options.check);
  if (options.network !== 'proxies' && !isInOwnNamespace()) {
    const exitCode = await enterOwnNamespace();
    if (exitCode !== undefined) return exitCode;
    if (options.network === 'namespaces') throw new Error('no namespaces on this machine');
    say('no network namespaces on this machine: members talk through proxies');
  }
  return runRounds(options);
}

async function runRounds(options: Options): Promise<number> {
  const roundCount = Math.max(
    Math.min(roundsMin, Math.floor(options.durationMs / roundMsMin)),
    Math.ceil(options.durationMs / roundMsMax),
    1,
  );
  const results: RunResult[] = [];
  for (let round = 0; round < roundCount; round++) {
    const settings = drawSettings(options, round, options.durationMs / roundCount);
    const { memberCount, traffic, seed } = settings;
    say(
      `round ${round + 1} of ${roundCount}: ${memberCount} members, ${traffic.name}, seed ${seed}`,
    );
    const network = await createNetwork(memberCount);
    const result = await run(network, settings, say);
    say(summaryOf(result));
    if (hasFailed(result)) saveRound(`${options.reportFile}.round-${round + 1}.json`, result);
    results.push(hasFailed(result) ? result : withoutHistory(result));
    writeFileSync(options.reportFile, renderReport(results));
  }
  say(`report: ${options.reportFile}`);
  return results.some(hasFailed) ? 1 : 0;
}

function checkAgain(file: string): number {
  const { history, changes } = loadRound(file);
  const verdict = checkHistory(history, changes);
  say(verdict.kind);
  if (verdict.kind === 'undecided') say(verdict.reason);
  if (verdict.kind === 'violated') {
    for (const { rule, message } of verdict.violations) say(`${rule}: ${message}`);
  }
  return verdict.kind === 'ok' ? 0 : 1;
}

function createNetwork(memberCount: number): Promise<PeerNetwork> {
  return isInOwnNamespace() ? createNamespaces(memberCount) : createProxies(memberCount);
}

/** Timings as etcd's robustness suite draws them, slowed to what several members on a laptop keep. */
function drawSettings(options: Options, round: number, durationMs: number): RunSettings {
  const seed = options.seed + round;
  const random = new SeededRandom(seed);
  const [heartbeatIntervalMs, electionTimeoutMs] = pickOne(random, [
    [50, 500],
    [100, 1_000],
    [100, 2_000],
  ] as const);
  return {
    seed,
    durationMs,
    memberCount: options.memberCount ?? (round % 2 === 0 ? 3 : 5),
    traffic: options.traffic ?? traffics[round % traffics.length] ?? pickOne(random, traffics),
    snapshotCount: pickOne(random, [50, 100, 1_000]),
    snapshotCatchupEntries: pickOne(random, [10, 100, 5_000]),
    heartbeatIntervalMs,
    electionTimeoutMs,
    pauseMs: 20,
    fault: options.fault,
  };
}

function pickOne<T>(random: Random, from: readonly T[]): T {
  return from[random.nextBelow(from.length)] as T;
}

/** A history that passed is not looked at again, and hours of them would fill the memory. */
function withoutHistory(result: RunResult): RunResult {
  const { history } = result;
  const watches = history.watches.map((session) => ({ ...session, responses: [] }));
  return { ...result, history: { operations: history.operations, watches }, changes: [] };
}
