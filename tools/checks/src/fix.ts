// Repairs what a tool can repair: generated code, lint, format, in this order, because each may
// leave work for the next.
import { join } from 'node:path';
import { root, runSteps, summarize, tool } from './steps.ts';
import type { Step } from './steps.ts';

const steps: readonly Step[] = [
  {
    name: 'generate',
    command: process.execPath,
    args: [join(import.meta.dirname, 'generate.ts')],
    remedy: 'proto/ does not compile, see above',
  },
  {
    name: 'lint --fix',
    command: tool('oxlint'),
    args: ['--type-aware', '--fix', root],
    remedy: 'what is left needs a person',
  },
  {
    name: 'format',
    command: tool('prettier'),
    args: ['--write', '--log-level=warn', '.'],
    remedy: 'a file does not parse, see above',
  },
];

process.exitCode = summarize('fix', await runSteps(steps));
