import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { FaultyFileSystem, type HappenedFault } from './faulty-file-system.ts';
import { MemoryFileSystem } from './memory-file-system.ts';
import type { OpenFile } from './types.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

interface Disk {
  readonly memory: MemoryFileSystem;
  readonly faulty: FaultyFileSystem;
  readonly file: OpenFile;
  readonly happened: HappenedFault[];
  /** What delays wait for. */
  readonly waits: number[];
}

async function disk(seed = 1): Promise<Disk> {
  const memory = new MemoryFileSystem();
  const happened: HappenedFault[] = [];
  const waits: number[] = [];
  const faulty = new FaultyFileSystem(memory, {
    random: new SeededRandom(seed),
    wait: async (ms) => void waits.push(ms),
    forget: (path) => memory.forgetUnsynced(path),
    onFault: (one) => happened.push(one),
  });
  await faulty.makeDirectory('/d');
  const file = await faulty.open('/d/a.log', 'create');
  await file.write(0, text('durable'));
  await file.sync();
  await faulty.syncDirectory('/d');
  return { memory, faulty, file, happened, waits };
}

async function shown(file: OpenFile): Promise<string> {
  return Buffer.from(await file.read(0, 100)).toString();
}

describe('a disk that misbehaves', () => {
  it('fails the call that a rule names, as often as it says, and no other', async () => {
    const { faulty, file, happened } = await disk();
    const fault = { kind: 'error', code: 'EIO' } as const;
    faulty.inject({ on: ['sync', 'write'], path: /\.log$/, skip: 1, times: 2, fault });
    await file.write(0, text('D'));
    await assert.rejects(file.sync(), { code: 'EIO', message: /i\/o error, sync '\/d\/a\.log'/ });
    await (await faulty.open('/d/b', 'create')).sync();
    await assert.rejects(file.write(0, text('X')), { code: 'EIO' });
    await file.sync();
    const lift = faulty.inject({ on: 'sync', fault });
    lift();
    await file.sync();
    assert.equal(await shown(file), 'Durable', 'a write that failed has done nothing');
    assert.deepEqual(happened, [
      { operation: 'sync', path: '/d/a.log', fault },
      { operation: 'write', path: '/d/a.log', fault },
    ]);
  });

  it('fails calls on directories too', async () => {
    const { faulty } = await disk();
    const on = ['makeDirectory', 'list', 'exists', 'remove', 'rename', 'syncDirectory'] as const;
    faulty.inject({
      on: [...on, 'open'],
      times: Infinity,
      fault: { kind: 'error', code: 'EROFS' },
    });
    const calls = [
      faulty.makeDirectory('/e'),
      faulty.list('/d'),
      faulty.exists('/d'),
      faulty.remove('/d/a.log'),
      faulty.rename('/d/a.log', '/d/b'),
      faulty.syncDirectory('/d'),
      faulty.open('/d/a.log', 'read'),
    ];
    for (const call of calls) await assert.rejects(call, { code: 'EROFS' });
    faulty.liftAll();
    assert.deepEqual(await faulty.list('/d'), ['a.log'], 'and none of them did anything');
  });

  it('forgets, in a sync that failed, what was written: reads show it, a power cut takes it', async () => {
    const { memory, faulty, file } = await disk();
    await file.write(0, text('DURABLE'));
    faulty.inject({ on: 'sync', fault: { kind: 'error', code: 'EIO', forgets: true } });
    await assert.rejects(file.sync(), { code: 'EIO' });
    assert.equal(await shown(file), 'DURABLE');
    await file.sync();
    memory.crash({ random: new SeededRandom(1), files: 'kept' });
    assert.equal(await shown(await memory.open('/d/a.log', 'read')), 'durable');
  });

  it('takes a part of a write, whether it blocks the thread or not', async () => {
    const lengths = new Set<number>();
    for (let seed = 1; seed <= 40; seed++) {
      const { faulty, file } = await disk(seed);
      faulty.inject({ on: 'write', fault: { kind: 'short', code: 'ENOSPC' } });
      const bytes = text('0123456789');
      if (seed % 2 === 0) await assert.rejects(file.write(7, bytes), { code: 'ENOSPC' });
      else assert.throws(() => file.blocking?.write(7, bytes), { code: 'ENOSPC' });
      const found = await shown(file);
      assert.ok('durable0123456789'.startsWith(found));
      lengths.add(found.length - 7);
    }
    assert.ok(lengths.has(0) && lengths.size > 5, 'anything from nothing to nearly all');
    assert.ok(!lengths.has(10));
  });

  it('changes one bit of what is read or written, and says nothing', async () => {
    const { faulty, file } = await disk();
    faulty.inject({ on: 'read', fault: { kind: 'bitFlip' } });
    assert.equal(differingBits(await file.read(0, 100), text('durable')), 1);
    assert.equal(await shown(file), 'durable', 'only that read');
    faulty.inject({ on: 'read', fault: { kind: 'bitFlip' } });
    const target = text('???????');
    await file.readInto(0, target);
    assert.equal(differingBits(target, text('durable')), 1);
    const bytes = text('written');
    faulty.inject({ on: 'write', times: 2, fault: { kind: 'bitFlip' } });
    await file.write(0, bytes);
    assert.equal(differingBits(await file.read(0, 100), text('written')), 1);
    file.blocking?.write(0, bytes);
    assert.equal(differingBits(await file.read(0, 100), text('written')), 1);
    assert.deepEqual(bytes, text('written'), 'what the caller holds is his');
  });

  it('delays a call, and offers no call that blocks the thread meanwhile', async () => {
    const { faulty, file, waits } = await disk();
    faulty.inject({
      on: 'sync',
      path: /a\.log/,
      fault: { kind: 'delay', delayMs: 40 },
    });
    const blocks = (): boolean => file.blocking !== undefined;
    assert.equal(blocks(), false);
    await file.sync();
    await file.sync();
    assert.deepEqual(waits, [40]);
    assert.equal(blocks(), true, 'it has struck as often as it should');
    faulty.inject({ on: 'sync', times: Infinity, fault: { kind: 'delay', delayMs: 1 } });
    assert.equal(blocks(), false);
    faulty.liftAll();
    assert.equal(blocks(), true);
  });

  it('draws the same from the same seed', async () => {
    const runs = [7, 7, 8].map(async (seed) => {
      const { faulty, file, happened } = await disk(seed);
      const fault = { kind: 'bitFlip' } as const;
      faulty.inject({ on: 'write', perMille: 300, times: Infinity, fault });
      for (let i = 0; i < 50; i++) await file.write(0, text('some bytes'));
      return [happened.length, await shown(file)].join();
    });
    const [first, second, other] = await Promise.all(runs);
    assert.equal(first, second);
    assert.notEqual(first, other);
  });

  it('refuses rules that make no sense', async () => {
    const { faulty } = await disk();
    assert.throws(() => faulty.inject({ on: 'read', fault: { kind: 'short', code: 'EIO' } }));
    assert.throws(() => faulty.inject({ on: 'sync', fault: { kind: 'bitFlip' } }));
  });
});

function differingBits(a: Uint8Array, b: Uint8Array): number {
  assert.equal(a.length, b.length);
  let bits = 0;
  for (let i = 0; i < a.length; i++) {
    for (let rest = (a[i] ?? 0) ^ (b[i] ?? 0); rest > 0; rest >>= 1) bits += rest & 1;
  }
  return bits;
}
