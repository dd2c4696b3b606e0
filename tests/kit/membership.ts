// Changes of the membership as an operator makes them: asked for again while the cluster says that it is
// not ready for one, and given up at every other error.
import type { EtcdClient } from './client.ts';
import { RpcError } from './client.ts';
import { GiveUp, until } from './until.ts';

/** What passes by itself: the quorum was not connected for long enough, or a newcomer is on its way up. */
const passing =
  /unhealthy cluster|not enough started members|can only promote a learner|not supported for learner|leader changed|no leader/;
const timeoutMs = 60_000;

/** Asks until it is done. */
export async function whenReady<T>(what: string, ask: () => Promise<T>): Promise<T> {
  const answer = await until(
    what,
    async () => {
      try {
        return { value: await ask() };
      } catch (error) {
        if (error instanceof RpcError && passing.test(error.details)) throw error;
        throw new GiveUp(`${what}: ${String(error)}`, { cause: error });
      }
    },
    { timeoutMs, pollMs: 200 },
  );
  return answer.value;
}

/** Tells the cluster of a member that will come. @returns its id */
export async function announce(
  client: EtcdClient,
  { name, peerUrl }: { readonly name: string; readonly peerUrl: string },
  isLearner = false,
): Promise<string> {
  const request = { peerURLs: [peerUrl], isLearner };
  const { member } = await whenReady(`${name} is added`, () => client.call('MemberAdd', request));
  return String(member?.ID ?? 0);
}

export async function promote(client: EtcdClient, id: string): Promise<void> {
  await whenReady(`${id} is promoted`, () => client.call('MemberPromote', { ID: BigInt(id) }));
}

export async function remove(client: EtcdClient, id: string): Promise<void> {
  await whenReady(`${id} is removed`, () => client.call('MemberRemove', { ID: BigInt(id) }));
}
