// Whatever way a test process ends, nothing that it started goes on.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { requireTools, scratchDirectory, until } from './index.ts';

/** A test process that starts one server, prints its pid and then fails or hangs. */
function script(ending: string): string {
  const kit = join(import.meta.dirname, 'index.ts');
  return `
    import { Program } from ${JSON.stringify(kit)};
    const program = new Program({
      name: 'server',
      command: process.execPath,
      args: ['-e', 'setInterval(() => undefined, 1_000_000)'],
    });
    program.spawn();
    console.log(program.pid);
    ${ending}
  `;
}

const endings = {
  'throws an error': 'setTimeout(() => { throw new Error("a failed test"); }, 50);',
  'calls process.exit': 'setTimeout(() => process.exit(1), 50);',
  'is killed with -9': 'setTimeout(() => process.kill(process.pid, "SIGKILL"), 50);',
};

for (const [ending, code] of Object.entries(endings)) {
  test(
    `a server ends when the process that started it ${ending}`,
    requireTools('setpriv'),
    async () => {
      const child = spawn(
        process.execPath,
        ['--input-type=module-typescript', '-e', script(code)],
        {
          stdio: ['ignore', 'pipe', 'ignore'],
          // What it leaves behind after its failure goes with this test's own files.
          env: { ...process.env, TMPDIR: scratchDirectory('orphan') },
        },
      );
      const [printed] = (await once(child.stdout, 'data')) as [Buffer];
      const pid = Number(printed.toString());
      assert.ok(pid > 0);
      await once(child, 'exit');
      await until(`process ${pid} has ended`, () => !exists(pid));
    },
  );
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
