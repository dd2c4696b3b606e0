import type { OperationAnswer, RangeAnswer, TxnOperation } from '@cairn/history';
import { drawn, endOfPrefix, pick, put, range } from './traffic.ts';
import type { Actor, Traffic } from './traffic.ts';

const prefix = '/registry/pods/';
const keys = Array.from({ length: 12 }, (_, number) => `${prefix}default/pod-${number}`);
const all = { rangeEnd: endOfPrefix(prefix) };
const pageSize = 5;

/** The requests of kube-apiserver and no others: transactions on mod revisions, pages at one revision. */
export const kubernetes: Traffic = {
  name: 'Kubernetes',
  prefix,
  keys,
  turn: drawn([
    [5, get],
    [2, getStale],
    [8, getCurrentRevision],
    [5, listStale],
    [10, listPages],
    [45, update],
    [3, remove],
    [6, create],
  ]),
};

async function get({ client, random, timeoutMs }: Actor): Promise<void> {
  await client.do(range(pick(random, keys), { limit: 1 }), timeoutMs);
}

async function getStale({ client, random, timeoutMs }: Actor): Promise<void> {
  await client.do(range(pick(random, keys), { serializable: true }), timeoutMs);
}

async function getCurrentRevision({ client, timeoutMs }: Actor): Promise<void> {
  await client.do(range(prefix, { ...all, limit: 1 }), timeoutMs);
}

async function listStale({ client, timeoutMs }: Actor): Promise<void> {
  await client.do(range(prefix, { ...all, serializable: true }), timeoutMs);
}

/** All pages are of the revision of the first. */
async function listPages({ client, timeoutMs }: Actor): Promise<void> {
  let revision = 0;
  let key = prefix;
  for (;;) {
    const page = rangeOf(
      await client.do(range(key, { ...all, limit: pageSize, revision }), timeoutMs),
    );
    const last = page?.kvs.at(-1);
    if (page === undefined || last === undefined || !page.more) return;
    if (revision === 0) revision = page.revision;
    key = `${last.key}\0`;
  }
}

async function update(actor: Actor): Promise<void> {
  await change(actor, (key) => [put(key, actor.unique())]);
}

async function remove(actor: Actor): Promise<void> {
  await change(actor, (key) => [{ type: 'delete', key, rangeEnd: '' }]);
}

async function create(actor: Actor): Promise<void> {
  const key = pick(actor.random, keys);
  await swap(actor, key, 0, [put(key, actor.unique())]);
}

/** Changes a key that is there, if nobody else did meanwhile. */
async function change(
  actor: Actor,
  success: (key: string) => readonly TxnOperation[],
): Promise<void> {
  const key = pick(actor.random, keys);
  const read = rangeOf(await actor.client.do(range(key, { limit: 1 }), actor.timeoutMs));
  const kv = read?.kvs[0];
  if (kv !== undefined) await swap(actor, key, kv.modRevision, success(key));
}

async function swap(
  { client, timeoutMs }: Actor,
  key: string,
  modRevision: number,
  success: readonly TxnOperation[],
): Promise<void> {
  const compares = [{ key, target: 'mod', operator: 'equal', operand: modRevision }] as const;
  const failure = [range(key, { limit: 1 })];
  await client.do({ type: 'txn', compares, success, failure }, timeoutMs);
}

function rangeOf(answer: OperationAnswer | undefined): RangeAnswer | undefined {
  return answer?.type === 'range' ? answer : undefined;
}
