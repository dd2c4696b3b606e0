// A member whose disk fails: it stops with what to do, answers nothing that may be lost, and has everything
// that it acknowledged when it starts again, with or without a power cut in between.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend } from '@cairn/backend';
import { SeededRandom, fromByteString } from '@cairn/core';
import { RequestKind } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import { FaultyFileSystem, LogFailedError, MemoryFileSystem } from '@cairn/wal';
import type { FileFaultRule } from '@cairn/wal';
import { TestMembers, putBody } from './testing/test-members.ts';

interface Disk {
  readonly memory: MemoryFileSystem;
  readonly faulty: FaultyFileSystem;
  backend: MemoryBackend;
}

function newDisk(random: SeededRandom): Disk {
  const memory = new MemoryFileSystem();
  const faulty = new FaultyFileSystem(memory, {
    random,
    forget: (path) => memory.forgetUnsynced(path),
  });
  return { memory, faulty, backend: new MemoryBackend({ flushAfterCommits: 8 }) };
}

async function startOn(disk: Disk): Promise<{ group: TestMembers; replica: Replica }> {
  const group = await TestMembers.start(1, {
    backend: () => Promise.resolve(disk.backend),
    fileSystem: () => disk.faulty,
  });
  const [member] = group.members;
  const { replica } = member ?? assert.fail('no member');
  await group.until('it leads', () => replica.role === 'leader' && replica.readable);
  return { group, replica };
}

/** Puts one after the other until the member stops. Answers how many were acknowledged. */
async function putUntilItStops(group: TestMembers, replica: Replica): Promise<number> {
  let acknowledged = 0;
  const error = await (async (): Promise<unknown> => {
    for (let i = 0; i < 400; i++) {
      const put = putBody(`k${i}`, 'x'.repeat(3_000));
      let outcome: string | undefined;
      replica.propose(RequestKind.put, put, ({ kind }) => {
        outcome = kind;
        if (kind === 'done') acknowledged = i + 1;
      });
      try {
        await group.until('it is answered', () => outcome);
      } catch (caught) {
        // What the log has may be answered, whatever has become of the store.
        if (caught instanceof LogFailedError) assert.notEqual(outcome, 'done');
        return caught;
      }
    }
    return undefined;
  })();
  assert.ok(error instanceof LogFailedError || /store/.test(String(error)), String(error));
  assert.match(String(error), /start the member again|before this member is started again|disk/);
  return acknowledged;
}

const faults: readonly (readonly [string, FileFaultRule | 'store'])[] = [
  ['a sync of the log fails', { on: 'sync', skip: 40, fault: { kind: 'error', code: 'EIO' } }],
  [
    'a sync of the log fails and forgets what was written',
    { on: 'sync', skip: 40, fault: { kind: 'error', code: 'EIO', forgets: true } },
  ],
  [
    'the disk is full',
    { on: 'write', skip: 40, times: Infinity, fault: { kind: 'error', code: 'ENOSPC' } },
  ],
  ['a write stops in the middle', { on: 'write', skip: 40, fault: { kind: 'short', code: 'EIO' } }],
  ['the store cannot be written', 'store'],
];

for (const [name, rule] of faults) {
  for (const powerCut of [false, true]) {
    test(`nothing acknowledged is lost when ${name}${powerCut ? ', and the power goes' : ''}`, async () => {
      const random = new SeededRandom(powerCut ? 3 : 4);
      const disk = newDisk(random);
      const first = await startOn(disk);
      if (rule === 'store') {
        disk.backend.onFlushError((error) => first.group.members[0]?.fatal.push(error));
        disk.backend.failNextFlush(new Error('the store cannot be written: check the disk'));
      } else disk.faulty.inject(rule);
      const acknowledged = await putUntilItStops(first.group, first.replica);
      assert.ok(acknowledged >= (rule === 'store' ? 1 : 5), `${acknowledged} were acknowledged`);
      await first.replica.stop();

      disk.faulty.liftAll();
      disk.backend = disk.backend.crash(random);
      if (powerCut) disk.memory.crash({ random });
      const { group, replica } = await startOn(disk);
      await group.put(replica, 'after', '1');
      for (let i = 0; i < acknowledged; i++) {
        const record = replica.machine.store.newest(fromByteString(`k${i}`));
        assert.ok(record !== undefined, `k${i} of ${acknowledged}`);
      }
      await group[Symbol.asyncDispose]();
    });
  }
}
