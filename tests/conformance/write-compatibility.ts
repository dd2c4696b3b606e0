// `npm run compatibility`: makes all comparisons with etcd and, if each was made and none failed, writes down in
// docs/compatibility.md what they cover.
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allCompared, compatibilityPage } from './compatibility-page.ts';
import { repositoryRoot } from '../kit/index.ts';

/** The names of the tests that were run and passed; undefined when one failed. */
function runComparisons(): ReadonlySet<string> | undefined {
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-compatibility-'));
  try {
    const passed = join(scratch, 'passed');
    const files = globSync('tests/conformance/*.test.ts', {
      cwd: repositoryRoot,
      // It holds the page against the cases; the page is what is about to be written.
      exclude: ['**/compatibility.test.ts'],
    });
    const { status } = spawnSync(
      process.execPath,
      [
        '--test',
        '--test-concurrency=1',
        '--test-reporter=dot',
        '--test-reporter-destination=stdout',
        `--test-reporter=${join(import.meta.dirname, 'passed-reporter.ts')}`,
        `--test-reporter-destination=${passed}`,
        ...files.toSorted(),
      ],
      { cwd: repositoryRoot, stdio: 'inherit' },
    );
    if (status !== 0) return undefined;
    return new Set(readFileSync(passed, 'utf8').split('\n'));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const passed = runComparisons();
const missing = allCompared().filter(({ name }) => passed?.has(name) !== true);
if (passed === undefined) {
  console.error('a comparison failed: docs/compatibility.md is left as it is');
  process.exitCode = 1;
} else if (missing.length > 0) {
  console.error(`${missing.length} comparisons were not made, such as "${missing[0]?.title}"`);
  process.exitCode = 1;
} else {
  writeFileSync(join(repositoryRoot, 'docs/compatibility.md'), compatibilityPage());
}
