// What can be asked of the simulator.
import { parseArgs } from 'node:util';

export type Command =
  | { readonly kind: 'seed'; readonly seed: number }
  | { readonly kind: 'seeds'; readonly from: number; readonly count: number }
  | { readonly kind: 'minutes'; readonly from: number; readonly minutes: number }
  | { readonly kind: 'bug'; readonly name: string; readonly from: number; readonly count: number }
  | { readonly kind: 'bugs'; readonly from: number; readonly count: number }
  | { readonly kind: 'scenarios' }
  | { readonly kind: 'help' };

export const helpText = `The deterministic simulator (see simulation/DESIGN.md).

  npm run simulate -- --seed 42              one seed, with the trace of what happened
  npm run simulate -- --seeds 2000 --from 1  so many seeds, after the regressions and scenarios
  npm run simulate -- --minutes 10           as many as there are in that time
  npm run simulate -- --scenarios            the directed scenarios only
  npm run simulate -- --bug skip-vote-fsync  until that deliberate bug is caught
  npm run simulate -- --bugs                 the table of all deliberate bugs
`;

const defaultSeeds = 200;
const bugSeedsMax = 300;

/** @throws TypeError for what it does not know */
export function parseCommand(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      from: { type: 'string' },
      minutes: { type: 'string' },
      bug: { type: 'string' },
      bugs: { type: 'boolean' },
      scenarios: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const from = numberOf(values.from, 1);
  if (values.help === true) return { kind: 'help' };
  if (values.scenarios === true) return { kind: 'scenarios' };
  if (values.seed !== undefined) return { kind: 'seed', seed: numberOf(values.seed, 1) };
  const bugSeeds = numberOf(values.seeds, bugSeedsMax);
  if (values.bugs === true) return { kind: 'bugs', from, count: bugSeeds };
  if (values.bug !== undefined) return { kind: 'bug', name: values.bug, from, count: bugSeeds };
  if (values.minutes !== undefined) {
    return { kind: 'minutes', from, minutes: numberOf(values.minutes, 1) };
  }
  return { kind: 'seeds', from, count: numberOf(values.seeds, defaultSeeds) };
}

function numberOf(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!(number >= 0)) throw new TypeError(`not a number: ${text}`);
  return number;
}
