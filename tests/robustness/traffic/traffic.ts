import type { Random } from '@cairn/core';
import type { PutRequest, RangeRequest } from '@cairn/history';
import type { RecordingClient } from '../recorder.ts';

/** What one client does again and again. */
export interface Traffic {
  readonly name: string;
  /** All its keys begin with it. */
  readonly prefix: string;
  readonly keys: readonly string[];
  /** One turn of one client: one request, or a few that belong together. */
  readonly turn: (actor: Actor) => Promise<void>;
}

/** A client with its luck and with what it may need to make things nobody else makes. */
export interface Actor {
  readonly client: RecordingClient;
  readonly random: Random;
  readonly timeoutMs: number;
  /** A text that was never used before in this run. */
  unique(): string;
  /** A lease id that was never used before in this run. */
  uniqueLease(): bigint;
}

/** A turn and how often it is drawn among the others. */
export type Mix = readonly (readonly [weight: number, turn: Traffic['turn']])[];

export function drawn(mix: Mix): Traffic['turn'] {
  const total = mix.reduce((sum, [weight]) => sum + weight, 0);
  return (actor) => {
    let left = actor.random.nextBelow(total);
    for (const [weight, turn] of mix) {
      if (left < weight) return turn(actor);
      left -= weight;
    }
    throw new Error('the weights of a mix do not add up');
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  const index = random.nextBelow(from.length);
  if (index >= from.length) throw new Error('nothing to pick from');
  return from[index] as T;
}

export function put(key: string, value: string, leaseId = 0n): PutRequest {
  return { type: 'put', key, value, leaseId };
}

export function range(key: string, fields: Partial<RangeRequest> = {}): RangeRequest {
  return {
    type: 'range',
    key,
    rangeEnd: '',
    revision: 0,
    limit: 0,
    keysOnly: false,
    countOnly: false,
    serializable: false,
    ...fields,
  };
}

/** The last character goes up by one: where the keys with this prefix end. */
export function endOfPrefix(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1);
  return prefix.slice(0, -1) + String.fromCharCode(last + 1);
}
