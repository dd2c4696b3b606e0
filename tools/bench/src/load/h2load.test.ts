import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLog, parseSummary } from './h2load.ts';

const printed = `starting benchmark...
finished in 1.23s, 40650.41 req/s, 5.04MB/s
requests: 50000 total, 50000 started, 50000 done, 49990 succeeded, 10 failed, 0 errored, 0 timeout
status codes: 49990 2xx, 0 3xx, 0 4xx, 10 5xx
traffic: 6.20MB (6500120) total, 1.05MB (1100000) headers (space savings 91.2%), 3.10MB (3250000) data
`;

test('throughput, successes and payload are read from what h2load prints', () => {
  const summary = { requestsPerSecond: 40650.41, succeeded: 49990, dataBytes: 3250000 };
  assert.deepEqual(parseSummary(printed), summary);
  assert.throws(() => parseSummary('h2load: cannot connect'), /did not print/);
});

test('response times are the third column, sorted', () => {
  const log =
    '1700000000000000\t200\t350\n1700000000000100\t200\t90\n1700000000000200\t200\t1200\n';
  assert.deepEqual([...parseLog(log)], [90, 350, 1200]);
});
