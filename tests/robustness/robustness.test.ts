// Three minutes of `npm run robustness`, in a process of its own: it may enter namespaces of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { subjectIsEtcd } from '../kit/index.ts';

const minutes = Number(process.env['CAIRN_ROBUSTNESS_MINUTES'] ?? 3);
const cairnOnly = subjectIsEtcd() ? { skip: 'it is made of the services of Cairn' } : {};

test(
  `clients of three and five members see every guarantee kept for ${minutes} minutes of faults`,
  cairnOnly,
  async (t) => {
    const seed = process.env['CAIRN_SEED'];
    const main = join(import.meta.dirname, 'main.ts');
    const args = [
      main,
      '--minutes',
      String(minutes),
      ...(seed === undefined ? [] : ['--seed', seed]),
    ];
    const { code, output } = await runProgram(process.execPath, args);
    for (const line of output.trim().split('\n')) t.diagnostic(line);
    assert.equal(code, 0, output);
  },
);

function runProgram(
  command: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  // A test that is given up must not leave minutes of load behind.
  const end = (): void => void child.kill();
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
