import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { MemoryFileSystem } from './memory-file-system.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

async function contentOf(system: MemoryFileSystem, path: string): Promise<string> {
  const file = await system.open(path, 'read');
  return Buffer.from(await file.read(0, await file.size())).toString();
}

async function withDirectory(): Promise<MemoryFileSystem> {
  const system = new MemoryFileSystem();
  await system.makeDirectory('/d');
  return system;
}

describe('the file system in memory', () => {
  const random = new SeededRandom(1);

  it('keeps what was synced and can lose what was not', async () => {
    const system = await withDirectory();
    const file = await system.open('/d/a', 'create');
    await file.write(0, text('durable'));
    await file.sync();
    await system.syncDirectory('/d');
    await file.write(0, text('changed, and longer'));
    assert.equal(await contentOf(system, '/d/a'), 'changed, and longer');
    system.crash({ random, files: 'lost' });
    assert.equal(await contentOf(system, '/d/a'), 'durable');
    const again = await system.open('/d/a', 'readWrite');
    await again.truncate(3);
    await again.write(3, text('!'));
    system.crash({ random, files: 'kept' });
    assert.equal(await contentOf(system, '/d/a'), 'dur!');
  });

  it('loses a file whose directory was not synced, and undoes renames and removals', async () => {
    const system = await withDirectory();
    for (const name of ['a', 'b']) {
      const file = await system.open(`/d/${name}`, 'create');
      await file.write(0, text(name));
      await file.sync();
    }
    await system.syncDirectory('/d');
    await (await system.open('/d/c', 'create')).sync();
    await system.rename('/d/a', '/d/renamed');
    await system.remove('/d/b');
    assert.deepEqual((await system.list('/d')).sort(), ['c', 'renamed']);
    system.crash({ random, directories: 'lost' });
    assert.deepEqual((await system.list('/d')).sort(), ['a', 'b']);
    assert.equal(await contentOf(system, '/d/b'), 'b');
  });

  it('tears a write by sectors, in any order, and never mixes within one', async () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const system = await withDirectory();
      const file = await system.open('/d/a', 'create');
      await file.write(0, new Uint8Array(1536));
      await file.sync();
      await system.syncDirectory('/d');
      await file.write(0, new Uint8Array(1536).fill(1));
      await file.write(0, new Uint8Array(1536).fill(2));
      system.crash({ random: new SeededRandom(seed), files: 'torn' });
      const again = await system.open('/d/a', 'read');
      const bytes = await again.read(0, 1536);
      assert.equal(bytes.length, 1536);
      outcomes.add([0, 512, 1024].map((at) => bytes[at]).join(''));
      const changes = bytes.filter((byte, i) => i > 0 && byte !== bytes[i - 1]).length;
      const inside = bytes.filter((byte, i) => i % 512 !== 0 && byte !== bytes[i - 1]).length;
      assert.ok(inside <= 1, 'only a write that was cut short ends inside a sector');
      assert.ok(changes <= 3);
    }
    for (const outcome of ['000', '222', '111', '020', '012', '210']) {
      assert.ok(outcomes.has(outcome), `${outcome} never happened`);
    }
  });

  it('makes directories with all that are above them', async () => {
    const system = new MemoryFileSystem();
    for (const path of ['/a/b/c', 'x/y', 'z']) {
      await system.makeDirectory(path);
      await system.makeDirectory(path);
      assert.ok(await system.exists(path));
    }
    await system.syncDirectory('/a/b');
    await system.syncDirectory('x');
    await system.syncDirectory('.');
    assert.equal(await system.exists('/a/b/d'), false);
  });

  it('fails on demand, in the middle of a write too', async () => {
    const system = await withDirectory();
    const file = await system.open('/d/a', 'create');
    const error = new Error('ENOSPC');
    system.intercept = (step) =>
      step.operation === 'write' && step.path === '/d/a' ? { error, bytesWritten: 3 } : undefined;
    await assert.rejects(file.write(0, text('abcdef')), error);
    assert.throws(() => {
      file.blocking?.write(3, text('xyz'));
    }, error);
    system.intercept = undefined;
    assert.equal(await contentOf(system, '/d/a'), 'abcxyz');
  });

  it('refuses files that were opened before a crash, and what a real one refuses', async () => {
    const system = await withDirectory();
    const file = await system.open('/d/a', 'create');
    await assert.rejects(system.open('/d/a', 'create'), /EEXIST/);
    await assert.rejects(system.open('/d/b', 'read'), /ENOENT/);
    await assert.rejects(system.list('/e'), /ENOENT/);
    await assert.rejects(system.remove('/d/b'), /ENOENT/);
    system.crash({ random });
    await assert.rejects(file.sync(), /opened before the crash/);
  });
});
