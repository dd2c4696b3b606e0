import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { RotatingAuditFile } from './rotating-audit-file.ts';

interface Kit {
  readonly directory: string;
  readonly path: string;
  readonly open: () => Promise<RotatingAuditFile>;
}

async function kit(t: TestContext): Promise<Kit> {
  const directory = await mkdtemp(join(tmpdir(), 'cairn-audit-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'audit.log');
  return {
    directory,
    path,
    open: () => RotatingAuditFile.open({ path, bytesMax: 1_024, filesMax: 2 }),
  };
}

const line = (text: string): Buffer => Buffer.from(`${text.padEnd(511, '.')}\n`);

test('a large file is set aside, the oldest of these is thrown away, and all are their owner’s alone', async (t) => {
  const { directory, path, open } = await kit(t);
  let file = await open();
  for (let i = 0; i < 7; i++) {
    await file.append(line(String(i)));
    if (i !== 4) continue;
    await file.close();
    file = await open();
  }
  await file.close();
  assert.deepEqual(readdirSync(directory).toSorted(), ['audit.log', 'audit.log.1', 'audit.log.2']);
  const first = (name: string): string[] =>
    readFileSync(join(directory, name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((text) => text.slice(0, 1));
  assert.deepEqual(first('audit.log.2'), ['2', '3']);
  assert.deepEqual(first('audit.log.1'), ['4', '5']);
  assert.deepEqual(first('audit.log'), ['6']);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a line that was cut off does not spoil the next one', async (t) => {
  const { path, open } = await kit(t);
  appendFileSync(path, '{"half');
  const file = await open();
  await file.append(Buffer.from('whole\n'));
  await file.close();
  assert.equal(readFileSync(path, 'utf8'), '{"half\nwhole\n');
});

test('a file that was taken away, cut or written to by somebody else is noticed', async (t) => {
  const { path, open } = await kit(t);
  const tamper = [(): void => rmSync(path), (): void => appendFileSync(path, 'x')];
  for (const change of tamper) {
    const file = await open();
    await file.append(line('a'));
    change();
    await assert.rejects(file.append(Buffer.from('b\n')), /ENOENT|bytes after a write/);
    await file.close();
    rmSync(path, { force: true });
  }
});

test('what cannot be appended to is said when it is opened, and works when it can be', async (t) => {
  const { path, open } = await kit(t);
  mkdirSync(path);
  await assert.rejects(open(), /not a file/);
  rmSync(path, { recursive: true });
  const file = await open();
  await file.append(Buffer.from('a\n'));
  await file.close();
  await file.close();
  assert.equal(readFileSync(path, 'utf8'), 'a\n');
});
