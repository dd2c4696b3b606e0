import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DurableLog } from './durable-log.ts';
import { entry, logOf } from './test-entries.ts';

function synced(): DurableLog {
  const log = new DurableLog(1n);
  log.reopen(logOf());
  log.write({ term: 2, vote: 3n }, [entry(2, 2), entry(3, 2)]);
  log.sync(log.written);
  return log;
}

test('a log that has lost what it reported as synced is noticed', () => {
  const lost = { ...logOf(2), vote: { term: 2, vote: 3n } };
  assert.throws(() => synced().reopen(lost), /durable log: 1 lost synced entries: 2 after 3/);
  const older = { ...logOf(1, 1), vote: { term: 2, vote: 3n } };
  assert.throws(() => synced().reopen(older), /found 2\/1 where 2\/2 was synced/);
});

test('what was never synced may be lost, and what a later leader replaced is no loss', () => {
  const log = synced();
  log.write(undefined, [entry(4, 2)]);
  log.reopen({ ...logOf(2, 2), vote: { term: 2, vote: 3n } });
  log.write({ term: 3, vote: 0n }, [entry(3, 3)]);
  log.reopen({ ...logOf(2, 3), vote: { term: 3, vote: 0n } });
  // Replaced by an older entry that a later leader brings, of which only a part was written.
  log.write({ term: 5, vote: 0n }, [entry(3, 1), entry(4, 5)]);
  log.reopen({ ...logOf(2, 1), vote: { term: 5, vote: 0n } });
});

test('a vote that was forgotten is noticed, and one that was given without being on disk', () => {
  assert.throws(() => synced().reopen({ ...logOf(2, 2), vote: { term: 2, vote: 0n } }), /its vote/);
  const log = synced();
  log.votes(2, 3n);
  log.votes(1, 2n);
  log.write({ term: 3, vote: 2n }, []);
  assert.throws(() => log.votes(3, 2n), /votes in term 3 with term 2, vote 3 on its disk/);
});

test('an acknowledgement of more than is synced is noticed', () => {
  const log = synced();
  log.acknowledges(3, 2);
  log.write(undefined, [entry(4, 2)]);
  assert.throws(() => log.acknowledges(4, 2), /acknowledges 4, synced are 3/);
});
