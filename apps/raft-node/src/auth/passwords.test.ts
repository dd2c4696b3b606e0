import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Passwords } from './passwords.ts';

/** The cheapest there is. */
const cost = 4;

test('a password is right for its own hash, however long the line before the thread is', async (t) => {
  const passwords = new Passwords(cost);
  t.after(() => passwords.close());
  const hashes = await Promise.all(['one', 'two', 'ünï'].map((each) => passwords.hash(each)));
  assert.match(hashes[0] ?? '', /^\$2[aby]\$04\$/);
  const asked = ['one', 'two', 'ünï', 'one'].map((each, at) =>
    passwords.isRight(each, hashes[at % 3] as string),
  );
  assert.deepEqual(await Promise.all(asked), [true, true, true, true]);
  assert.equal(await passwords.isRight('two', hashes[0] as string), false);
  assert.equal(await passwords.isRight('', hashes[0] as string), false);
});

test('a password that was right is wrong for the hash of another one', async (t) => {
  const passwords = new Passwords(cost);
  t.after(() => passwords.close());
  const [before, after] = [await passwords.hash('old'), await passwords.hash('new')];
  assert.equal(await passwords.isRight('old', before), true);
  assert.equal(await passwords.isRight('old', before), true);
  assert.equal(await passwords.isRight('old', after), false);
  assert.equal(await passwords.isRight('new', before), false);
});

test('what is stored and is no hash belongs to no password', async (t) => {
  const passwords = new Passwords(cost);
  t.after(() => passwords.close());
  for (const hash of ['', 'plain', `$9z$04$${'x'.repeat(53)}`]) {
    assert.equal(await passwords.isRight('plain', hash), false, hash);
    assert.equal(await passwords.isRight('', hash), false, hash);
  }
});

test('a password longer than bcrypt looks at is refused, not cut', async (t) => {
  const passwords = new Passwords(cost);
  t.after(() => passwords.close());
  await assert.rejects(passwords.hash('ü'.repeat(37)), /exceeds 72 bytes/);
  const hash = await passwords.hash('x'.repeat(72));
  assert.equal(await passwords.isRight('x'.repeat(72), hash), true);
  assert.equal(await passwords.isRight('x'.repeat(73), hash), false);
});

test('the line before the thread ends somewhere, and closing answers who waits in it', async () => {
  const passwords = new Passwords(cost);
  const asked = Array.from({ length: 300 }, (_, at) =>
    passwords.hash(`p${at}`).catch((error: Error) => error.message),
  );
  await passwords.close();
  const answers = await Promise.all(asked);
  const count = (text: string): number => answers.filter((answer) => answer === text).length;
  assert.equal(count('etcdserver: too many requests'), 300 - 256);
  assert.ok(count('etcdserver: server stopped') > 0);
});
