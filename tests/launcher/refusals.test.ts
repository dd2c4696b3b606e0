// What the launcher refuses, and that it says so before it starts anything.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort, scratchDirectory } from '../kit/index.ts';
import { launcherMain, launchMember } from './launched-member.ts';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a launcher that is expected to end by itself. */
function runLauncher(...flags: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [launcherMain, ...flags, '--exit-with-parent'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: 30_000,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

void test('a wrong command line names every mistake and ends with exit code 2', async () => {
  const data = join(scratchDirectory('refused'), 'data');
  const ended = await runLauncher(
    `--data-dir=${data}`,
    '--listen-client-url=http://127.0.0.1:1',
    '--discovery-srv=example.com',
    '--snapshot-count=none',
  );
  assert.equal(ended.code, 2);
  assert.match(ended.stderr, /did you mean --listen-client-urls/);
  assert.match(ended.stderr, /--discovery-srv: .* is refused/);
  assert.match(ended.stderr, /--snapshot-count: "none" is not a whole number/);
  assert.equal(existsSync(data), false);
});

void test('a port in use is named with its flag before anything is started', async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(port, '127.0.0.1', resolve);
  });
  try {
    const ended = await runLauncher(
      `--data-dir=${join(scratchDirectory('refused'), 'data')}`,
      `--listen-client-urls=http://127.0.0.1:${port}`,
      `--listen-peer-urls=http://127.0.0.1:${await freePort()}`,
    );
    assert.equal(ended.code, 1);
    assert.match(
      ended.stdout,
      new RegExp(`--listen-client-urls: 127\\.0\\.0\\.1:${port} is in use by another program`),
    );
    assert.doesNotMatch(ended.stdout, /raft-node/);
  } finally {
    other.close();
  }
});

void test('a data directory serves one launcher at a time', async () => {
  await using member = await launchMember({ flags: ['--no-nats'] });
  const ended = await runLauncher(
    `--data-dir=${member.dataDirectory}`,
    `--listen-client-urls=http://127.0.0.1:${await freePort()}`,
    `--listen-peer-urls=http://127.0.0.1:${await freePort()}`,
  );
  assert.equal(ended.code, 1);
  assert.match(
    ended.stdout,
    new RegExp(`is in use by another launcher \\(process ${member.program.pid}\\)`),
  );
  await member.put('still', 'here');
  assert.equal(await member.get('still'), 'here');
});

void test('help and version go to stdout with exit code 0', async () => {
  const help = await runLauncher('--help');
  assert.equal(help.code, 0);
  assert.match(help.stdout, /--initial-advertise-peer-urls/);
  const version = await runLauncher('--version');
  assert.equal(version.code, 0);
  assert.match(version.stdout, /^cairn \d+\.\d+\.\d+$/m);
});
