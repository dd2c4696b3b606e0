import { setTimeout as delay } from 'node:timers/promises';
import { callGrpc } from '../load/grpc-call.ts';
import { bytesField, readFields } from '../load/wire.ts';

const intervalMs = 10;
const timeoutMs = 120_000;

/** Asks again and again until a linearizable Range finds the key. */
export async function untilAnswered(endpoint: string, key: string): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const message = bytesField(1, Buffer.from(key));
  for (;;) {
    try {
      const answer = await callGrpc(endpoint, '/etcdserverpb.KV/Range', message);
      if (readFields(answer).get(4) !== 1) throw new Error(`${key} is not there`);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await delay(intervalMs);
  }
}
