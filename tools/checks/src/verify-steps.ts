// What `npm run verify` looks at, in the order in which a failure is cheapest to find. No step writes
// to the work tree (Nx keeps its cache in .nx): a check that repairs hides what it found.
import { join } from 'node:path';
import { failedTasksOnly } from './nx-output.ts';
import { root, tool } from './steps.ts';
import type { Step } from './steps.ts';
import { countTests, judgeTests, requiresAllTests } from './test-counts.ts';

const here = import.meta.dirname;

function cached(target: string): readonly string[] {
  return ['run-many', '-t', target, '--outputStyle=static', '--parallel=2', '--nxBail=false'];
}

export const verifySteps: readonly Step[] = [
  {
    name: 'format',
    command: tool('prettier'),
    args: ['--check', '.'],
    remedy: 'run "npm run fix"',
  },
  {
    name: 'lint',
    command: tool('oxlint'),
    args: ['--type-aware', '--deny-warnings', join(root)],
    remedy: 'run "npm run fix" for what can be fixed, edit the rest',
  },
  {
    name: 'layer boundaries',
    command: process.execPath,
    args: [join(here, 'layers.ts')],
    remedy: 'the table is tools/checks/src/layers/layer-rules.ts',
  },
  {
    name: 'generated code',
    command: process.execPath,
    args: [join(here, 'generate.ts'), '--check'],
    remedy: 'run "npm run generate" and commit the result',
  },
  {
    name: 'types',
    command: tool('nx'),
    args: cached('typecheck'),
    excerpt: failedTasksOnly,
    remedy: 'again for one package: npx nx run @cairn/<package>:typecheck',
  },
  {
    name: 'unit tests',
    command: tool('nx'),
    args: cached('test'),
    excerpt: failedTasksOnly,
    remedy: 'again for one package: npx nx run @cairn/<package>:test',
    judge: (output) => judgeTests(countTests(output), requiresAllTests),
  },
];
