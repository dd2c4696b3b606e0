// `npm run bench`: Cairn and one or more releases of etcd side by side under the same loads.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allCases, families } from './cases/catalog.ts';
import type { CaseName, Row } from './cases/case.ts';
import { readMachineFacts } from './machine.ts';
import type { MachineFacts } from './machine.ts';
import { readOptions, usage } from './options.ts';
import type { Options } from './options.ts';
import { hasFailed, renderProgress, renderReport, replaceSection } from './report.ts';
import { root } from './root.ts';
import { cairn, etcd, standIn } from './server/product.ts';
import type { Product } from './server/product.ts';

const commandLineArgs = process.argv.slice(2);
await main();

async function main(): Promise<void> {
  const options = readOptions(commandLineArgs);
  if (options === undefined) {
    process.stdout.write(usage);
    return;
  }
  requireCommand('h2load', 'the Debian package nghttp2-client has it');
  if (options.cases.includes('check-perf')) {
    requireCommand('etcdctl', 'the Debian package etcd-client has it', 'version');
  }
  const products = [
    options.subject === undefined ? cairn() : standIn(options.subject),
    ...options.etcds.map(etcd),
  ];
  const facts = readMachineFacts();
  const startedMs = performance.now();
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
  const rows: Row[] = [];
  try {
    rows.push(...(await runAll(options, products, scratch)));
  } catch (error) {
    console.error(`servers' logs and data are kept in ${scratch}`);
    throw error;
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  report(options, { facts, products, rows, seconds });
  if (hasFailed(rows)) {
    console.error(`not all answers were OK; servers' logs and data are kept in ${scratch}`);
    process.exitCode = 1;
  } else {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function runAll(
  { rounds, scale, cases }: Options,
  products: readonly Product[],
  scratch: string,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const family of families) {
    const wanted = new Set<CaseName>(
      family.cases.map(({ name }) => name).filter((name) => cases.includes(name)),
    );
    if (wanted.size === 0) continue;
    const scratchDirectory = mkdtempSync(join(scratch, `${[...wanted].join('-')}-`));
    const say = (line: string): void => console.error(line);
    const onRow = (row: Row): void => say(renderProgress(row));
    const context = { products, rounds, scale, scratchDirectory, say, onRow };
    const startedMs = performance.now();
    rows.push(...(await family.run(context, wanted)));
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    say(`${[...wanted].join(', ')} took ${seconds} s`);
  }
  return rows;
}

interface Results {
  readonly facts: MachineFacts;
  readonly products: readonly Product[];
  readonly rows: readonly Row[];
  readonly seconds: number;
}

function report(options: Options, { facts, products, rows, seconds }: Results): void {
  const section = renderReport({
    facts,
    command: ['npm run bench --', ...commandLineArgs.map(withoutPlace)].join(' '),
    rounds: options.rounds,
    seconds,
    cases: allCases.filter(({ name }) => options.cases.includes(name)),
    rows,
    peers: products.slice(1).map(({ name }) => name),
  });
  process.stdout.write(`\n${section}\n`);
  if (!options.write) return;
  if (options.subject !== undefined) throw new Error('--write with --subject would write a lie');
  const file = join(root, 'docs/benchmarks.md');
  const document = existsSync(file) ? readFileSync(file, 'utf8') : '# Benchmarks\n';
  writeFileSync(file, replaceSection(document, section));
}

/** Where a binary lies on this machine is nobody's business; which release it is the report says. */
function withoutPlace(arg: string): string {
  return arg.includes('/') ? 'PATH' : arg;
}

function requireCommand(command: string, advice: string, question = '--version'): void {
  try {
    execFileSync(command, [question], { stdio: 'ignore' });
  } catch (error) {
    throw new Error(`cannot run ${command}: ${advice}`, { cause: error });
  }
}
