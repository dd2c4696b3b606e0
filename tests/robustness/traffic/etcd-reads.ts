// The reads that etcd's robustness suite mixes into its own traffic: fresh, stale, listed, and of a
// revision of the past.
import { endOfPrefix, pick, range } from './traffic.ts';
import type { Actor, Mix } from './traffic.ts';

/** How far behind the newest known revision a read of the past may be. */
const pastMax = 20;

export function reads(prefix: string, keys: readonly string[]): Mix {
  const all = { rangeEnd: endOfPrefix(prefix) };
  const read =
    (request: (actor: Actor) => Parameters<Actor['client']['do']>[0]) =>
    async (actor: Actor): Promise<void> => {
      await actor.client.do(request(actor), actor.timeoutMs);
    };
  const past = ({ client, random }: Actor): number =>
    Math.max(1, client.revision - random.nextBelow(pastMax));
  return [
    [15, read(({ random }) => range(pick(random, keys)))],
    [4, read(() => range(prefix, all))],
    [4, read(() => range(prefix, { ...all, keysOnly: true }))],
    [2, read(() => range(prefix, { ...all, countOnly: true }))],
    [2, read(({ random }) => range(prefix, { ...all, limit: 1 + random.nextBelow(4) }))],
    [10, read(({ random }) => range(pick(random, keys), { serializable: true }))],
    [5, read(() => range(prefix, { ...all, serializable: true }))],
    [3, read((actor) => range(pick(actor.random, keys), { revision: past(actor) }))],
    [2, read((actor) => range(prefix, { ...all, revision: past(actor), serializable: true }))],
  ];
}
