// The same random sequence of operations on Cairn and on a real etcd: every answer is the same, and
// the hash of all records is the same number, so the stores hold the same bytes.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { maskAnswer } from '../conformance/masks.ts';
import { startPair } from '../conformance/conform.ts';
import { RpcError, requireTools, toPlain } from '../kit/index.ts';
import type { EtcdClient, PlainValue } from '../kit/index.ts';
import { OperationSource } from './operations.ts';
import type { Operation } from './operations.ts';

const operationCount = Number(process.env['CAIRN_OPERATIONS'] ?? 5_000);
const operationsPerCheckpoint = 250;

test(
  'after any sequence of operations every revision and every hash is that of etcd',
  requireTools('etcd'),
  async (t) => {
    const seed = Number(process.env['CAIRN_SEED'] ?? randomInt(2 ** 32));
    t.diagnostic(`CAIRN_SEED=${seed} repeats this run`);
    await using pair = await startPair();
    using subject = pair.subject.connect();
    using oracle = pair.oracle.connect();
    const both = [subject, oracle] as const;

    const source = new OperationSource(seed);
    let revision = 1;
    let compactRevision = 0;
    for (let done = 1; done <= operationCount; done++) {
      const operation = source.next({ revision, compactRevision });
      const [mine, theirs] = await Promise.all(both.map((client) => perform(client, operation)));
      assert.deepEqual(mine, theirs, `operation ${done} of seed ${seed}: ${show(operation)}`);
      revision = headerRevision(theirs) ?? revision;
      if (operation.rpc === 'Compact' && headerRevision(theirs) !== undefined) {
        compactRevision = (operation.request as { revision: number }).revision;
      }
      if (done % operationsPerCheckpoint === 0) {
        revision = await writeMarker(both, done);
        await compareHashes(both, revision, compactRevision, `operation ${done} of seed ${seed}`);
      }
    }
    t.diagnostic(`${operationCount} operations led to revision ${revision}`);
  },
);

async function perform(client: EtcdClient, operation: Operation): Promise<PlainValue> {
  try {
    const answer = await client.call(operation.rpc, operation.request);
    return maskAnswer(operation.rpc, toPlain(answer));
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return { code: error.code, details: error.details };
  }
}

/**
 * A write after the last compaction. Releases before 3.5 refuse to hash at exactly the compact
 * revision and count a delete there; one revision later all releases agree.
 */
async function writeMarker(clients: readonly EtcdClient[], done: number): Promise<number> {
  const put: Operation = { rpc: 'Put', request: { key: 'marker', value: String(done) } };
  const [mine, theirs] = await Promise.all(clients.map((client) => perform(client, put)));
  assert.deepEqual(mine, theirs);
  return headerRevision(theirs) ?? assert.fail('a put answers a revision');
}

async function compareHashes(
  clients: readonly EtcdClient[],
  revision: number,
  compactRevision: number,
  when: string,
): Promise<void> {
  const halfway = Math.floor((compactRevision + 1 + revision) / 2);
  for (const at of [revision, halfway]) {
    const [mine, theirs] = await Promise.all(clients.map((client) => hashAt(client, at)));
    assert.deepEqual(mine, theirs, `hash at revision ${at} after ${when}`);
  }
}

async function hashAt(client: EtcdClient, revision: number): Promise<object> {
  const answer = await client.call('HashKV', { revision });
  return { hash: answer.hash, compactRevision: Number(answer.compact_revision) };
}

function headerRevision(answer: PlainValue | undefined): number | undefined {
  if (typeof answer !== 'object' || !('header' in answer)) return undefined;
  const { header } = answer;
  if (typeof header !== 'object' || !('revision' in header)) return undefined;
  return Number(header['revision']);
}

function show({ rpc, request }: Operation): string {
  const text = JSON.stringify(request, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return `${rpc} ${text}`;
}
