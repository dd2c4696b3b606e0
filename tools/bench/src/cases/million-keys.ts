// What a server does with a million keys: how much memory it takes, and how long until it serves them
// after a restart. Both come from the same data, because writing it takes longer than anything else.
// One server runs at a time: three of them with a million keys each would compete for the machine.
import { setTimeout as delay } from 'node:timers/promises';
import { pssBytesOfTrees, usageOfTrees } from '../server/process-tree.ts';
import { makeSite, runningMember, spawnMember } from '../server/member.ts';
import type { Site } from '../server/member.ts';
import type { CaseDescription, CaseFamily, CaseName, Context, Row, Run } from './case.ts';
import { countKeys, fillKeys, scaled } from './measure.ts';
import { valueBytes } from './one-key.ts';
import { rotated } from './side-by-side.ts';
import { Tally } from './tally.ts';
import { untilAnswered } from './until-answered.ts';

const keysAtFullScale = 1_000_000;
const prefix = 'million/';
const prefixEnd = 'million0';
/** Time for what a server still does after the last write; then memory is what it keeps. */
const settleMs = 10_000;

const memory: CaseDescription = {
  name: 'memory',
  title: 'Memory with 1,000,000 keys of 256 B',
  about:
    'All processes of one member, 10 s after the last put. RSS counts pages that processes share ' +
    'once per process; PSS counts them once. Measured once: it takes long and hardly varies.',
  columns: ['rssMib', 'pssMib', 'peakRssMib'],
};

const restart: CaseDescription = {
  name: 'restart',
  title: 'Restart with 1,000,000 keys of 256 B',
  about:
    'From the start of the command to the first answer to a linearizable Range, after a clean stop. ' +
    'Afterwards all keys must be there.',
  columns: ['seconds', 'rssMib', 'pssMib'],
};

export const millionKeys: CaseFamily = {
  cases: [memory, restart],
  run: async (context, wanted) => {
    const keys = scaled(keysAtFullScale, Math.min(1, context.scale));
    const load = `${keys.toLocaleString('en-US')} keys`;
    const tally = (name: CaseName): Tally =>
      new Tally(
        name,
        load,
        context.products.map((product) => product.name),
      );
    const memoryTally = tally('memory');
    const restartTally = tally('restart');
    const sites: Site[] = [];
    for (const product of context.products) {
      const site = await makeSite(product, context.scratchDirectory);
      await memoryTally.add(product.name, async () => {
        const run = await fillAndWeigh(site, keys);
        sites.push(site);
        return run;
      });
      if (!sites.includes(site)) restartTally.fail(product.name, new Error('it was not filled'));
    }
    if (wanted.has('restart')) await runRestarts(context, sites, keys, restartTally);
    const rows: Row[] = [];
    if (wanted.has('memory')) rows.push(memoryTally.finish(context));
    if (wanted.has('restart')) rows.push(restartTally.finish(context));
    return rows;
  },
};

async function runRestarts(
  { rounds }: Context,
  sites: readonly Site[],
  keys: number,
  tally: Tally,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const site of rotated(sites, round)) {
      await tally.add(site.product.name, () => measureRestart(site, keys));
    }
  }
}

async function fillAndWeigh(site: Site, keys: number): Promise<Run> {
  await using child = spawnMember(site);
  await child.untilHealthy(site.client);
  await fillKeys(runningMember(site, child), prefix, keys, valueBytes);
  await assertKeys(site, keys);
  await delay(settleMs);
  return weigh(child.pid);
}

async function measureRestart(site: Site, keys: number): Promise<Run> {
  const startedMs = performance.now();
  await using child = spawnMember(site);
  await untilAnswered(site.client, `${prefix}00000000`);
  const seconds = (performance.now() - startedMs) / 1_000;
  await assertKeys(site, keys);
  const { figures } = weigh(child.pid);
  return { figures: { ...figures, seconds } };
}

function weigh(pid: number): Run {
  const { rssBytes, peakRssBytes } = usageOfTrees([pid]);
  const pssBytes = pssBytesOfTrees([pid]);
  return {
    figures: {
      rssMib: rssBytes / 2 ** 20,
      peakRssMib: peakRssBytes / 2 ** 20,
      ...(pssBytes === undefined ? {} : { pssMib: pssBytes / 2 ** 20 }),
    },
  };
}

async function assertKeys(site: Site, keys: number): Promise<void> {
  const found = await countKeys(site.client, prefix, prefixEnd);
  if (found !== keys) throw new Error(`${found} of ${keys} keys are there`);
}
