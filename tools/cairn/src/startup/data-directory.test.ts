import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDataDirectory } from './data-directory.ts';
import { makeRuntimeDirectory, removeRuntimeDirectory } from './runtime-directory.ts';
import { StartupError } from './startup-error.ts';

function inScratch(body: (scratch: string) => void): void {
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-data-'));
  try {
    body(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

void test('a data directory is made for its owner alone', () => {
  inScratch((scratch) => {
    const directory = openDataDirectory(join(scratch, 'a/b'));
    assert.equal(statSync(directory.path).mode & 0o777, 0o700);
    assert.deepEqual(directory.warnings, []);
    directory.release();
  });
});

void test('a second launcher is refused with the first one named, until it lets go', () => {
  inScratch((scratch) => {
    const first = openDataDirectory(scratch);
    first.announce('/tmp/cairn-first');
    assert.throws(
      () => openDataDirectory(scratch),
      (error) => {
        assert.ok(error instanceof StartupError);
        assert.match(
          error.message,
          new RegExp(`in use by another launcher \\(process ${process.pid}\\)`),
        );
        return true;
      },
    );
    first.release();
    const second = openDataDirectory(scratch);
    assert.equal(second.abandoned, '/tmp/cairn-first');
    second.release();
  });
});

void test('a directory open to others is used with a warning', () => {
  inScratch((scratch) => {
    const path = join(scratch, 'open');
    mkdirSync(path);
    chmodSync(path, 0o755);
    const directory = openDataDirectory(path);
    assert.match(directory.warnings[0] ?? '', /mode 755.*chmod 700/);
    directory.release();
  });
});

void test('a path that cannot be a directory is refused with the reason', () => {
  inScratch((scratch) => {
    const path = join(scratch, 'file');
    writeFileSync(path, '');
    assert.throws(() => openDataDirectory(path), /cannot be made: EEXIST/);
  });
});

void test('a note cut short by a power failure does not keep the member from starting', () => {
  inScratch((scratch) => {
    writeFileSync(join(scratch, 'launcher.json'), '{"pid":');
    const directory = openDataDirectory(scratch);
    assert.equal(directory.abandoned, undefined);
    directory.release();
  });
});

void test('only a directory the launcher can have made is ever removed', () => {
  inScratch((scratch) => {
    const precious = join(scratch, 'precious');
    mkdirSync(precious);
    removeRuntimeDirectory(precious);
    assert.ok(statSync(precious).isDirectory());
    const runtime = makeRuntimeDirectory();
    assert.equal(statSync(runtime).mode & 0o777, 0o700);
    assert.ok(`${runtime}/metrics-exporter.admin.sock`.length <= 103);
    removeRuntimeDirectory(runtime);
    assert.throws(() => statSync(runtime), /ENOENT/);
  });
});
