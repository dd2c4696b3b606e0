import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from './logger.ts';
import type { LogLevel } from './logger.ts';

function collect(level: LogLevel, bindings: Record<string, unknown> = {}) {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  return { lines, logger: createLogger({ service: 'wal', level, bindings, destination }) };
}

void test('a line carries level by name, time, service, bindings and the message', () => {
  const { lines, logger } = collect('info', { member: 'm1' });
  logger.warn({ segment: 7 }, 'torn tail');
  const [line = {}] = lines;
  assert.match(String(line['time']), /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.deepEqual(
    { ...line, time: '' },
    { level: 'warn', time: '', service: 'wal', member: 'm1', segment: 7, msg: 'torn tail' },
  );
});

void test('lines below the level are not written', () => {
  const { lines, logger } = collect('error');
  logger.info('quiet');
  logger.error('loud');
  assert.deepEqual(
    lines.map(({ msg }) => msg),
    ['loud'],
  );
});

void test('an error is written with its causes', () => {
  const { lines, logger } = collect('info');
  logger.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
  const err = lines[0]?.['err'] as { message: string; cause: { message: string } };
  assert.equal(err.message, 'outer');
  assert.equal(err.cause.message, 'inner');
});
