import { reads } from './etcd-reads.ts';
import { drawn, pick, put } from './traffic.ts';
import type { Actor, Traffic } from './traffic.ts';

const prefix = 'key/';
const keys = Array.from({ length: 10 }, (_, number) => `${prefix}${number}`);

/** etcd's EtcdPut: many puts and transactions of several operations, many reads. */
export const etcdPut: Traffic = {
  name: 'EtcdPut',
  prefix,
  keys,
  turn: drawn([...reads(prefix, keys), [10, transact], [40, putOne]]),
};

async function putOne({ client, random, timeoutMs, unique }: Actor): Promise<void> {
  await client.do(put(pick(random, keys), unique()), timeoutMs);
}

/** No key twice: etcd refuses a transaction that writes one twice. */
async function transact({ client, random, timeoutMs, unique }: Actor): Promise<void> {
  const first = random.nextBelow(keys.length);
  const chosen = [0, 1, 2].map((step) => keys[(first + step) % keys.length] ?? prefix);
  const [a = '', b = '', c = ''] = chosen;
  const success = [
    put(a, unique()),
    random.nextBelow(2) === 0
      ? put(b, unique())
      : ({ type: 'delete', key: b, rangeEnd: '' } as const),
    put(c, unique()),
  ];
  await client.do({ type: 'txn', compares: [], success, failure: [] }, timeoutMs);
}
