import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { auditBufferBytesMax, auditRetryMs } from '../limits.ts';
import { settle } from '../testing/support.ts';
import { AuditLog } from './audit-log.ts';
import type { AuditFile, AuditLogOptions } from './audit-log.ts';
import type { AuditRecord } from './audit-record.ts';

/** A disk that is full when the test says so. */
class Disk {
  isFull = false;
  /** Lets writes wait; undefined = they do not. */
  gate: Promise<void> | undefined;
  text = '';
  writes = 0;
  opened = 0;
  readonly logged: string[] = [];

  get lines(): Record<string, unknown>[] {
    const lines = this.text.split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  open(onFullDisk: AuditLogOptions['onFullDisk'] = 'refuse'): Promise<AuditLog> {
    const note = (_fields: object, message: string): void => void this.logged.push(message);
    return AuditLog.open({
      openFile: () => this.#openFile(),
      onFullDisk,
      logger: { error: note, warn: note } as never,
      unixMs: () => 1_700_000_000_000,
    });
  }

  #openFile(): Promise<AuditFile> {
    this.opened += 1;
    return Promise.resolve({
      append: async (bytes: Uint8Array): Promise<void> => {
        this.writes += 1;
        await this.gate;
        if (this.isFull) throw new Error('ENOSPC');
        this.text += Buffer.from(bytes).toString();
      },
      close: () => Promise.resolve(),
    });
  }
}

function record(key: string): AuditRecord {
  return {
    event: 'call',
    unixMs: 1_700_000_000_001,
    caller: { user: 'ann', client: '10.0.0.1:5', certificate: undefined, method: '/a.B/C' },
    request: { ranges: [{ op: 'put', key }] },
    outcome: { code: 7, message: 'no' },
    revision: 3,
    durationMs: 1,
  };
}

function withTimers(t: TestContext): void {
  t.mock.timers.enable({ apis: ['setTimeout'] });
}

test('a record is a line of JSON, and lines of one turn are one write', async () => {
  const disk = new Disk();
  const log = await disk.open();
  for (const key of ['a', 'b', 'c']) log.write(record(key));
  await settle();
  assert.equal(disk.writes, 1);
  assert.deepEqual(disk.lines[1], {
    time: '2023-11-14T22:13:20.001Z',
    seq: 2,
    event: 'call',
    user: 'ann',
    client: '10.0.0.1:5',
    method: '/a.B/C',
    request: { ranges: [{ op: 'put', key: 'a' }] },
    code: 'PermissionDenied',
    message: 'no',
    revision: 3,
    durationMs: 1,
  });
  await log.close();
  assert.deepEqual(
    disk.lines.map(({ seq, event }) => [seq, event]),
    [
      [1, 'start'],
      [2, 'call'],
      [3, 'call'],
      [4, 'call'],
      [5, 'stop'],
    ],
  );
});

test('what comes while a write is under way is the next write', async () => {
  const disk = new Disk();
  const log = await disk.open();
  const gate = Promise.withResolvers<void>();
  disk.gate = gate.promise;
  log.write(record('a'));
  await settle();
  for (const key of ['b', 'c']) log.write(record(key));
  await settle();
  assert.equal(disk.writes, 1);
  disk.gate = undefined;
  gate.resolve();
  await settle();
  assert.equal(disk.writes, 2);
  assert.equal(log.counts.written, 4);
});

test('while nothing can be written requests are refused, and after it everything is there', async (t) => {
  withTimers(t);
  const disk = new Disk();
  const log = await disk.open('refuse');
  await settle();
  disk.isFull = true;
  assert.equal(log.isRefusing, false, 'nobody knows yet');
  log.write(record('under way'));
  await settle();
  assert.deepEqual([log.isRefusing, log.isWritable], [true, false]);
  log.refused();
  log.write(record('of a stream that ends meanwhile'));
  t.mock.timers.tick(auditRetryMs);
  await settle();
  assert.equal(log.isRefusing, true, 'still full');
  disk.isFull = false;
  t.mock.timers.tick(auditRetryMs);
  await settle();
  assert.deepEqual([log.isRefusing, log.isWritable], [false, true]);
  assert.deepEqual(
    disk.lines.map(({ seq, event }) => [seq, event]),
    [
      [1, 'start'],
      [2, 'call'],
      [3, 'call'],
      [4, 'outage'],
    ],
  );
  assert.deepEqual(disk.lines[3], {
    time: '2023-11-14T22:13:20.000Z',
    seq: 4,
    event: 'outage',
    dropped: 0,
    refused: 1,
  });
  assert.deepEqual(disk.logged, [
    'the audit log cannot be written',
    'the audit log is written again',
  ]);
});

test('whoever goes on without it loses what there is no room for, counts it, and says it once', async (t) => {
  withTimers(t);
  const disk = new Disk();
  const log = await disk.open('continue');
  await settle();
  disk.isFull = true;
  const long = record('k'.repeat(1_000_000));
  const fitting = Math.floor(auditBufferBytesMax / 1_000_300);
  for (let i = 0; i < fitting + 3; i++) log.write(long);
  await settle();
  t.mock.timers.tick(auditRetryMs);
  await settle();
  assert.equal(log.isRefusing, false);
  assert.equal(log.counts.dropped, 3);
  disk.isFull = false;
  t.mock.timers.tick(auditRetryMs);
  await settle();
  assert.deepEqual(
    disk.lines.slice(fitting).map(({ seq, event, dropped }) => [seq, event, dropped]),
    [
      [fitting + 1, 'call', undefined],
      [fitting + 5, 'outage', 3],
    ],
  );
  assert.equal(disk.logged.length, 2);
});

test('a disk that is too slow is treated as one that is full, before there is no room left', async () => {
  const disk = new Disk();
  const log = await disk.open('refuse');
  await settle();
  const gate = Promise.withResolvers<void>();
  disk.gate = gate.promise;
  const long = record('k'.repeat(1_000_000));
  while (!log.isRefusing) log.write(long);
  assert.equal(log.counts.dropped, 0);
  gate.resolve();
  disk.gate = undefined;
  await settle();
  assert.equal(log.isRefusing, false);
});

test('a log that cannot be opened is no log', async () => {
  const failing = AuditLog.open({
    openFile: () => Promise.reject(new Error('EACCES')),
    onFullDisk: 'continue',
    logger: { error: () => undefined, warn: () => undefined } as never,
    unixMs: () => 0,
  });
  await assert.rejects(failing, /EACCES/);
});

test('what cannot be written at the end is said to be lost, and nobody waits for it', async (t) => {
  withTimers(t);
  const disk = new Disk();
  const log = await disk.open('continue');
  await settle();
  disk.isFull = true;
  log.write(record('a'));
  await log.close();
  assert.equal(disk.logged.at(-1), 'the last audit records could not be written');
});
