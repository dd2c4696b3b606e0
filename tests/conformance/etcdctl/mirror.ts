// `etcdctl make-mirror`: what is there and what comes later, from one server to another, both ways between
// Cairn and etcd.
import { spawn } from 'node:child_process';
import { until } from '../../kit/index.ts';
import type { EtcdClient, SingleServer } from '../../kit/index.ts';

type Server = Pick<SingleServer, 'endpoint' | 'connect'>;

/** Mirrors `from/` to `to/` and answers what is there in the end, while the source goes on changing. */
export async function mirrored(
  binary: string,
  source: Server,
  destination: Server,
): Promise<readonly string[]> {
  using from = source.connect();
  using to = destination.connect();
  await from.call('Put', { key: 'from/before', value: '1' });
  await from.call('Put', { key: 'from/deleted', value: '1' });
  const options = ['--prefix', 'from/', '--dest-prefix', 'to/'];
  const child = spawn(
    binary,
    ['--endpoints', source.endpoint, 'make-mirror', ...options, destination.endpoint],
    { env: { ...process.env, ETCDCTL_API: '3' }, stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    await until('what was there is mirrored', async () => (await below(to, 'to/')).length === 2);
    await from.call('Put', { key: 'from/before', value: '2' });
    await from.call('DeleteRange', { key: 'from/deleted' });
    await from.call('Txn', {
      success: ['x', 'y'].map((name) => ({ request_put: { key: `from/${name}`, value: name } })),
    });
    await from.call('Put', { key: 'from/last', value: '' });
    await until('the last change is mirrored', async () => {
      return (await below(to, 'to/')).some((pair) => pair.startsWith('to/last='));
    });
    return await below(to, 'to/');
  } finally {
    child.kill('SIGKILL');
    await ended;
    for (const [client, key] of [
      [from, 'from/'],
      [to, 'to/'],
    ] as const) {
      await client.call('DeleteRange', { key, range_end: after(key) });
    }
  }
}

async function below(client: EtcdClient, prefix: string): Promise<readonly string[]> {
  const { kvs } = await client.call('Range', { key: prefix, range_end: after(prefix) });
  return kvs.map(({ key, value }) => `${text(key)}=${text(value)}`);
}

/** The end of the range of a prefix that ends in a slash. */
function after(prefix: string): string {
  return `${prefix.slice(0, -1)}0`;
}

function text(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
