// `npm run bench`: Cairn and a real etcd side by side under the same load from h2load.
//
// The two alternate run by run, so that a machine that gets slower or busier slows both; medians are
// reported because single runs on a shared machine are not worth reporting.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCases, putMessage, shapeName, shapes } from './cases.ts';
import type { BenchCase, Shape } from './cases.ts';
import { callGrpc } from './grpc-call.ts';
import { readMachineFacts } from './machine.ts';
import { measure } from './measure.ts';
import type { Measurement } from './measure.ts';
import { readOptions, usage } from './options.ts';
import type { Options } from './options.ts';
import { medianOf, renderFacts, renderPrograms, renderTable, replaceSection } from './report.ts';
import type { Row } from './report.ts';
import { root } from './root.ts';
import { cairnPlan, etcdPlan, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

/** Part of a run's requests that is sent unmeasured first: compilers and caches warm up. */
const warmUpShare = 0.3;

const commandLineArgs = process.argv.slice(2);
await main();

async function main(): Promise<void> {
  const options = readOptions(commandLineArgs);
  if (options === undefined) {
    process.stdout.write(usage);
    return;
  }
  requireCommand('h2load', 'the Debian package nghttp2-client has it');
  requireCommand(options.etcd, 'the Debian package etcd-server has it; or say --etcd PATH');
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
  let rows: readonly Row[];
  try {
    rows = await runAll(options, scratch);
  } catch (error) {
    console.error(`servers' logs and data are kept in ${scratch}`);
    throw error;
  }
  rmSync(scratch, { recursive: true, force: true });
  report(options, rows);
}

async function runAll(options: Options, scratch: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const name of options.cases) {
    const directory = mkdtempSync(join(scratch, `${name}-`));
    const plans = [
      options.subject === undefined ? cairnPlan() : etcdPlan('Cairn', options.subject),
      etcdPlan('etcd', options.etcd),
    ] as const;
    // Fresh servers for every case: what one case wrote must not weigh on the next.
    await using cairn = await startServer(plans[0], directory);
    await using etcd = await startServer(plans[1], directory);
    for (const server of [cairn, etcd]) {
      await callGrpc(server.endpoint, benchCases.put.path, putMessage);
    }
    await warmUp(benchCases[name], [cairn, etcd], options.scale, directory);
    for (const shape of shapes) {
      rows.push(
        await compare(benchCases[name], scaled(shape, options.scale), [cairn, etcd], {
          rounds: options.rounds,
          directory,
        }),
      );
    }
  }
  return rows;
}

async function compare(
  benchCase: BenchCase,
  shape: Shape,
  [cairn, etcd]: readonly [RunningServer, RunningServer],
  { rounds, directory }: { readonly rounds: number; readonly directory: string },
): Promise<Row> {
  for (const server of [cairn, etcd]) {
    await measure(server, benchCase, scaled(shape, warmUpShare), directory);
  }
  const measured = new Map<RunningServer, Measurement[]>([
    [cairn, []],
    [etcd, []],
  ]);
  for (let round = 0; round < rounds; round++) {
    // Who goes first changes too.
    const order = round % 2 === 0 ? [cairn, etcd] : [etcd, cairn];
    for (const server of order) {
      measured.get(server)?.push(await measure(server, benchCase, shape, directory));
    }
  }
  const row = {
    title: benchCase.title,
    shape: shapeName(shape),
    cairn: medianOf(measured.get(cairn) ?? []),
    etcd: medianOf(measured.get(etcd) ?? []),
  };
  const ratio = row.cairn.requestsPerSecond / row.etcd.requestsPerSecond;
  const programs = renderPrograms(row.cairn);
  console.error(`${row.title}, ${row.shape}: ${ratio.toFixed(2)} × etcd; CPU s: ${programs}`);
  return row;
}

/** Many requests at once first: a compiler that optimizes while it runs needs to see some. */
async function warmUp(
  benchCase: BenchCase,
  servers: readonly RunningServer[],
  scale: number,
  directory: string,
): Promise<void> {
  for (const shape of shapes.slice(1)) {
    for (const server of servers) {
      await measure(server, benchCase, scaled(shape, scale * warmUpShare), directory);
    }
  }
}

function scaled(shape: Shape, factor: number): Shape {
  // h2load gives every connection the same number of requests.
  const perConnection = Math.max(1, Math.round((shape.requests * factor) / shape.connections));
  return { ...shape, requests: perConnection * shape.connections };
}

function report(options: Options, rows: readonly Row[]): void {
  const command = ['npm run bench --', ...commandLineArgs].join(' ');
  const facts = renderFacts(readMachineFacts(options.etcd), command, options.rounds);
  const section = `${facts}\n\n${renderTable(rows)}`;
  process.stdout.write(`\n${section}\n`);
  if (!options.write) return;
  if (options.subject !== undefined) throw new Error('--write with --subject would write a lie');
  const file = join(root, 'docs/benchmarks.md');
  const document = existsSync(file) ? readFileSync(file, 'utf8') : '# Benchmarks\n';
  writeFileSync(file, replaceSection(document, section));
}

function requireCommand(command: string, advice: string): void {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
  } catch (error) {
    throw new Error(`cannot run ${command}: ${advice}`, { cause: error });
  }
}
