import assert from 'node:assert/strict';
import { PassThrough, Writable } from 'node:stream';
import { test } from 'node:test';
import { LogOutput } from './log-output.ts';

const nowIso = (): string => '2026-01-02T03:04:05.678Z';

function collect(format: 'console' | 'json') {
  const lines: string[] = [];
  const stdout = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(...chunk.toString().trimEnd().split('\n'));
      done();
    },
  });
  return { lines, output: new LogOutput({ format, stdout, nameWidth: 6, nowIso }) };
}

async function ended(stream: PassThrough): Promise<void> {
  await new Promise((resolve) => {
    stream.once('close', resolve);
    stream.end();
  });
}

void test('lines of two children are never mixed within a line', async () => {
  const { lines, output } = collect('console');
  const one = new PassThrough();
  const two = new PassThrough();
  output.attach('one', [one]);
  output.attach('two', [two]);
  one.write('first ha');
  two.write('whole\n');
  one.write('lf\nno end');
  await ended(one);
  await ended(two);
  assert.deepEqual(
    lines.map((line) => line.slice('03:04:05.678 '.length)),
    ['two    | whole', 'one    | first half', 'one    | no end'],
  );
});

void test('as JSON, objects pass through and everything else is wrapped', async () => {
  const { lines, output } = collect('json');
  const child = new PassThrough();
  output.attach('nats', [child]);
  child.write('{"level":"info","msg":"x"}\nplain\n');
  await ended(child);
  output.say('ready');
  const wrapped = (service: string, msg: string): object => ({
    level: 'info',
    time: nowIso(),
    service,
    msg,
  });
  assert.equal(lines[0], '{"level":"info","msg":"x"}');
  assert.deepEqual(JSON.parse(lines[1] ?? ''), wrapped('nats', 'plain'));
  assert.deepEqual(JSON.parse(lines[2] ?? ''), wrapped('cairn', 'ready'));
});

void test('noise and empty lines are left out', async () => {
  const { lines, output } = collect('console');
  const child = new PassThrough();
  output.attach('nats', [child], /\[INF\]/);
  child.write('[1] [INF] Starting\n\n[1] [ERR] port taken\n');
  await ended(child);
  assert.deepEqual(
    lines.map((line) => line.slice('03:04:05.678 '.length)),
    ['nats   | ERROR port taken'],
  );
});

void test('while stdout is full the children are not read, and afterwards nothing is missing', async () => {
  const written: string[] = [];
  const waiting: (() => void)[] = [];
  const stdout = new Writable({
    highWaterMark: 64,
    write: (chunk: Buffer, _, done) => {
      written.push(chunk.toString());
      waiting.push(done);
    },
  });
  const output = new LogOutput({ format: 'console', stdout, nameWidth: 1, nowIso });
  const child = new PassThrough();
  output.attach('c', [child]);
  for (let line = 0; line < 20; line += 1) child.write(`line ${line}\n`);
  await new Promise(setImmediate);
  assert.equal(child.isPaused(), true);
  const closed = new Promise((resolve) => {
    child.once('close', resolve);
  });
  child.end();
  while (!child.closed || waiting.length > 0) {
    waiting.shift()?.();
    await new Promise(setImmediate);
  }
  await closed;
  assert.match(written.join(''), /line 19\n$/);
  assert.equal(written.join('').split('\n').length - 1, 20);
});

void test('a reader that went away does not stop the children', async () => {
  const stdout = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => done(new Error('EPIPE')),
  });
  const output = new LogOutput({ format: 'console', stdout, nameWidth: 1, nowIso });
  const child = new PassThrough();
  output.attach('c', [child]);
  child.write('one\n');
  await new Promise(setImmediate);
  child.write('two\n');
  await ended(child);
  assert.equal(child.isPaused(), false);
});
