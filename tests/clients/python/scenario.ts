// The Python programs of this folder as scenarios.
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Entry, Scenario } from '../scenario.ts';
import type { ToolRequirement } from '../../kit/index.ts';

const run = promisify(execFile);

/** Debian's own, the one that its `python3-…` packages are for. */
const python = '/usr/bin/python3';

/** As `requireTools`, for a Python module. */
export function requirePython(module: string, debianPackage: string): ToolRequirement {
  if (spawnSync(python, ['-c', `import ${module}`]).status === 0) return { skip: false };
  const reason = `needs the Debian package ${debianPackage}`;
  if (process.env['CAIRN_REQUIRE_ALL_TESTS'] === '1') throw new Error(`this test ${reason}`);
  return { skip: reason };
}

/** @param file prints one entry a line when it is given host and port. */
export function pythonScenario(file: string): Scenario {
  return async ({ endpoint }) => {
    const [host = '', port = ''] = endpoint.split(':');
    const { stdout } = await run(python, [join(import.meta.dirname, file), host, port], {
      timeout: 60_000,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', NO_PROXY: '*' },
    });
    const lines = stdout.trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as Entry);
  };
}
