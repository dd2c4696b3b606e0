// Every method that takes one request, asked with no bytes at all, which is a request with every field at its
// default: some refuse it, some do something, and the words are part of the protocol.
import type { Case } from '../case.ts';
import { put, raw, sentence } from '../steps.ts';
import { unaryRpcs } from '../../kit/index.ts';
import type { UnaryRpcs } from '../../kit/index.ts';

/** Methods that 3.4 does not have, or that look at their fields in another order there. */
const since35: ReadonlySet<keyof UnaryRpcs> = new Set<keyof UnaryRpcs>([
  'AuthStatus',
  'Downgrade',
  'RoleGrantPermission',
]);

export const emptyMessageCases: readonly Case[] = (
  Object.keys(unaryRpcs) as (keyof UnaryRpcs)[]
).map((name) => ({
  ...sentence(`${name} without a byte`, put('a', '1'), raw(unaryRpcs[name].path, new Uint8Array())),
  ...(since35.has(name) ? { since: ['3.5.0'] } : {}),
}));
