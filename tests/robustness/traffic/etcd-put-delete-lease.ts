import { reads } from './etcd-reads.ts';
import { drawn, pick, put, range } from './traffic.ts';
import type { Actor, Traffic } from './traffic.ts';

const prefix = 'lease/';
const keys = Array.from({ length: 10 }, (_, number) => `${prefix}${number}`);

/** Long ones are revoked by their clients, short ones run out. */
const longTtlMs = 600_000;
const shortTtlMs = 3_000;

/** etcd's EtcdPutDeleteLease, and leases that run out or are kept alive for a while. */
export const etcdPutDeleteLease: Traffic = {
  name: 'EtcdPutDeleteLease',
  prefix,
  keys,
  turn: drawn([
    ...reads(prefix, keys),
    [5, deleteOne],
    [5, putWithLease],
    [3, putWithShortLease],
    [5, compareAndSet],
    [20, putOne],
  ]),
};

async function putOne({ client, random, timeoutMs, unique }: Actor): Promise<void> {
  await client.do(put(pick(random, keys), unique()), timeoutMs);
}

async function deleteOne({ client, random, timeoutMs }: Actor): Promise<void> {
  await client.do({ type: 'delete', key: pick(random, keys), rangeEnd: '' }, timeoutMs);
}

async function putWithLease(actor: Actor): Promise<void> {
  const { client, random, timeoutMs, unique } = actor;
  const leaseId = actor.uniqueLease();
  const granted = await client.do({ type: 'leaseGrant', leaseId, ttl: longTtlMs }, timeoutMs);
  if (granted === undefined) return;
  await client.do(put(pick(random, keys), unique(), leaseId), timeoutMs);
  if (random.nextBelow(2) === 0) await client.do({ type: 'leaseKeepAlive', leaseId }, timeoutMs);
  await client.do({ type: 'leaseRevoke', leaseId }, timeoutMs);
}

async function putWithShortLease(actor: Actor): Promise<void> {
  const { client, random, timeoutMs, unique } = actor;
  const leaseId = actor.uniqueLease();
  const granted = await client.do({ type: 'leaseGrant', leaseId, ttl: shortTtlMs }, timeoutMs);
  if (granted === undefined) return;
  await client.do(put(pick(random, keys), unique(), leaseId), timeoutMs);
  for (let renewals = random.nextBelow(3); renewals > 0; renewals--) {
    await client.do(range(pick(random, keys)), timeoutMs);
    await client.do({ type: 'leaseKeepAlive', leaseId }, timeoutMs);
  }
}

async function compareAndSet({ client, random, timeoutMs, unique }: Actor): Promise<void> {
  const key = pick(random, keys);
  const read = await client.do(range(key), timeoutMs);
  if (read?.type !== 'range') return;
  const operand = read.kvs[0]?.modRevision ?? 0;
  const compares = [{ key, target: 'mod', operator: 'equal', operand }] as const;
  const success = [put(key, unique())];
  await client.do({ type: 'txn', compares, success, failure: [range(key)] }, timeoutMs);
}
