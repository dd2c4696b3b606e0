// npm run simulate: hunts. See command-line.ts for what can be asked.
import { argv, exit, stdout } from 'node:process';
import { allBugs } from './bugs/all-bugs.ts';
import { hunt } from './bugs/hunt.ts';
import { helpText, parseCommand } from './command-line.ts';
import type { Command } from './command-line.ts';
import { Coverage } from './coverage.ts';
import { loadRegressions } from './regressions.ts';
import { runSeed } from './run-seed.ts';
import type { RunResult } from './run-seed.ts';
import { allScenarios } from './scenarios/all-scenarios.ts';

const traceLinesMax = 400;
const progressEveryMs = 10_000;
const seedsPerScenario = 3;

function say(text: string): void {
  stdout.write(`${text}\n`);
}

/** Runs it again, this time with the text. */
async function explain(seed: number): Promise<void> {
  const { trace, violation, hash } = await runSeed({ seed, traceLinesMax });
  say(trace);
  say(violation === undefined ? `seed ${seed} is fine` : `seed ${seed}: ${violation.stack}`);
  say(`trace ${hash}`);
}

async function failed({ seed, violation }: RunResult): Promise<number> {
  await explain(seed);
  say(`\nFAILED: ${violation?.message.split('\n')[0]}`);
  say(`again:  npm run simulate -- --seed ${seed}`);
  return 1;
}

async function runScenarios(): Promise<number> {
  for (const { name, run } of allScenarios) {
    const violation = await run(seedsPerScenario);
    if (violation === undefined) continue;
    say(`scenario "${name}": ${violation.stack}`);
    return 1;
  }
  say(`${allScenarios.length} scenarios are fine`);
  return 0;
}

async function runMany(from: number, goesOn: (coverage: Coverage) => boolean): Promise<number> {
  for (const { seed, reason } of loadRegressions()) {
    const result = await runSeed({ seed });
    if (result.violation === undefined) continue;
    say(`a regression is back: ${reason}`);
    return await failed(result);
  }
  if ((await runScenarios()) !== 0) return 1;
  const coverage = new Coverage();
  let saidAtMs = 0;
  for (let seed = from; goesOn(coverage); seed++) {
    const result = await runSeed({ seed });
    coverage.add(result);
    if (result.violation !== undefined) return await failed(result);
    if (coverage.elapsedMs - saidAtMs < progressEveryMs) continue;
    saidAtMs = coverage.elapsedMs;
    say(`seed ${seed}, ${(coverage.seeds / (saidAtMs / 1000)).toFixed(1)} per second`);
  }
  say(coverage.text());
  return 0;
}

async function runBugs(names: readonly string[], from: number, count: number): Promise<number> {
  let missed = 0;
  for (const name of names) {
    const bug = allBugs.find((one) => one.name === name);
    if (bug === undefined) {
      say(`no such bug; there are: ${allBugs.map((one) => one.name).join(', ')}`);
      return 1;
    }
    const caught = await hunt(bug, from, count);
    if (caught === undefined) missed += 1;
    const result =
      caught === undefined ? `NOT caught in ${count} seeds` : `${caught.seeds} | ${caught.by}`;
    say(`| ${name} | ${bug.what} | ${result} |`);
  }
  return missed === 0 ? 0 : 1;
}

async function run(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      say(helpText);
      return 0;
    case 'seed': {
      await explain(command.seed);
      const { violation } = await runSeed({ seed: command.seed });
      return violation === undefined ? 0 : 1;
    }
    case 'scenarios':
      return await runScenarios();
    case 'seeds':
      return await runMany(command.from, ({ seeds }) => seeds < command.count);
    case 'minutes':
      return await runMany(command.from, ({ elapsedMs }) => elapsedMs < command.minutes * 60_000);
    case 'bug':
      return await runBugs([command.name], command.from, command.count);
    case 'bugs':
      return await runBugs(
        allBugs.map(({ name }) => name),
        command.from,
        command.count,
      );
  }
}

exit(await run(parseCommand(argv.slice(2))));
