// `etcdctl check`: loads of its own, which end in a verdict on the machine. Not the verdict is compared, which
// is the machine's, but that every part of it is reached and nothing is left behind.
import { etcdctl } from '../../kit/index.ts';
import type { SingleServer } from '../../kit/index.ts';

/** `check perf` takes a minute by itself. */
const timeoutMs = 5 * 60_000;

export interface Checked {
  readonly code: number | null;
  /** The parts of the verdict. */
  readonly judged: readonly string[];
  readonly keysLeft: number;
}

export async function check(
  binary: string,
  server: Pick<SingleServer, 'endpoint' | 'connect'>,
  ...args: readonly string[]
): Promise<Checked> {
  const { code, stdout } = await etcdctl({
    endpoint: server.endpoint,
    binary,
    args: ['check', ...args],
    timeoutMs,
  });
  using client = server.connect();
  const own = { key: '/etcdctl-check-', range_end: '/etcdctl-check.', count_only: true };
  const { count } = await client.call('Range', own);
  // Not fast enough is a verdict, too, which etcdctl ends with an error.
  const isVerdict = code === 0 || /^FAIL/m.test(stdout);
  return { code: isVerdict ? 0 : code, judged: verdictOf(stdout), keysLeft: Number(count) };
}

function verdictOf(stdout: string): readonly string[] {
  const parts = /Throughput|Slowest request|Stddev|Approximate system memory used/g;
  return stdout.match(parts) ?? [];
}
