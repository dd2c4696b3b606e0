// The Lock and Election services, which servers build out of transactions, leases and watches.
import { fromByteString } from '@cairn/core';
import type { Case, Step } from '../case.ts';
import {
  as,
  call,
  get,
  grant,
  halfClose,
  put,
  range,
  receive,
  revisionOf,
  send,
  sentence,
} from '../steps.ts';

const lease = 0x5a1n;
const other = 0x5a2n;
/** Keys are the name, a slash and the lease in hexadecimal. */
const ownKey = 'mutex/5a1';

const name: Uint8Array = fromByteString('mutex');

function lock(id: bigint): Step {
  return call('Lock', { name, lease: id });
}

function campaign(id: bigint, value: string): Step {
  return call('Campaign', { name, lease: id, value });
}

const leader: Step = call('Leader', { name });

const proclaimed = { name, key: fromByteString(ownKey), rev: revisionOf('won'), lease };

const locks: readonly Case[] = [
  sentence(
    'a lock is a key that ends in the lease',
    grant(lease, 300),
    lock(lease),
    range('mutex/', 'mutex0'),
  ),
  sentence(
    'locking twice with one lease is locking once',
    grant(lease, 300),
    lock(lease),
    lock(lease),
    range('mutex/', 'mutex0'),
  ),
  sentence(
    'unlocking removes the key',
    grant(lease, 300),
    lock(lease),
    call('Unlock', { key: ownKey }),
    get(ownKey),
  ),
  sentence('unlocking what is not locked is not an error', call('Unlock', { key: 'mutex/none' })),
  sentence(
    'a lock ends with its lease and the next one gets it',
    grant(lease, 300),
    grant(other, 300),
    lock(lease),
    call('LeaseRevoke', { ID: lease }),
    lock(other),
    range('mutex/', 'mutex0'),
  ),
  sentence(
    'locks of other names do not meet',
    grant(lease, 300),
    grant(other, 300),
    lock(lease),
    call('Lock', { name: fromByteString('mute'), lease: other }),
    range('m', 'n'),
  ),
  sentence('a lock with an unknown lease is refused', lock(404n)),
  sentence(
    'a name may be empty, and may have slashes',
    grant(lease, 300),
    call('Lock', { lease }),
    call('Lock', { name: fromByteString('a/b/'), lease }),
    range('/', 'b'),
  ),
  sentence(
    'a key that somebody else put under the name is in front',
    grant(lease, 300),
    put(ownKey, 'mine already', { lease }),
    lock(lease),
    get(ownKey),
  ),
  sentence('unlocking needs a key', call('Unlock', {})),
];

const elections: readonly Case[] = [
  sentence(
    'who campaigns alone is elected',
    grant(lease, 300),
    campaign(lease, 'ada'),
    leader,
    range('mutex/', 'mutex0'),
  ),
  sentence('without a leader there is none to name', leader),
  sentence(
    'campaigning again with another value proclaims it',
    grant(lease, 300),
    campaign(lease, 'ada'),
    campaign(lease, 'grace'),
    leader,
  ),
  sentence('campaigning with an unknown lease is refused', campaign(404n, 'ada')),
  sentence(
    'proclaiming and resigning need a leadership',
    call('Proclaim', { value: 'ada' }),
    call('Resign', {}),
  ),
  sentence(
    'a leader proclaims another value and resigns',
    grant(lease, 300),
    as('won', campaign(lease, 'ada')),
    call('Proclaim', { leader: proclaimed, value: 'grace' }),
    leader,
    call('Resign', { leader: proclaimed }),
    leader,
  ),
  sentence(
    'who resigned cannot proclaim',
    grant(lease, 300),
    as('won', campaign(lease, 'ada')),
    call('Resign', { leader: proclaimed }),
    call('Proclaim', { leader: proclaimed, value: 'grace' }),
  ),
  sentence(
    'a leadership is one key at one revision',
    grant(lease, 300),
    as('won', campaign(lease, 'ada')),
    call('Proclaim', { leader: { ...proclaimed, rev: revisionOf('won', -1) }, value: 'grace' }),
    call('Proclaim', { leader: { ...proclaimed, key: fromByteString('mutex/0') }, value: 'x' }),
    call('Resign', { leader: { ...proclaimed, rev: revisionOf('won', 1) } }),
    leader,
  ),
  sentence(
    'proclaiming and resigning need a key',
    grant(lease, 300),
    call('Proclaim', { leader: { name, lease }, value: 'ada' }),
    call('Resign', { leader: { name, lease } }),
  ),
  sentence(
    'proclaiming with an unknown lease is refused',
    grant(lease, 300),
    as('won', campaign(lease, 'ada')),
    call('Proclaim', { leader: { ...proclaimed, lease: 404n }, value: 'grace' }),
    leader,
  ),
  sentence(
    'campaigning again with the same value changes nothing',
    grant(lease, 300),
    campaign(lease, 'ada'),
    campaign(lease, 'ada'),
    leader,
  ),
  sentence(
    'an observer is told of the leader there is',
    grant(lease, 300),
    campaign(lease, 'ada'),
    send('o', 'Observe', { name }),
    halfClose('o'),
    receive(1, 'o'),
  ),
  sentence(
    'an observer is told of every proclamation and of the next leader',
    grant(lease, 300),
    grant(other, 300),
    send('o', 'Observe', { name }),
    halfClose('o'),
    as('won', campaign(lease, 'ada')),
    receive(1, 'o'),
    call('Proclaim', { leader: proclaimed, value: 'grace' }),
    receive(1, 'o'),
    call('Resign', { leader: proclaimed }),
    campaign(other, 'linus'),
    receive(1, 'o'),
  ),
  sentence(
    'the leader goes with its lease',
    grant(lease, 300),
    campaign(lease, 'ada'),
    call('LeaseRevoke', { ID: lease }),
    leader,
  ),
  sentence(
    'a key under the name that is no campaign still counts as one',
    put('mutex/0', 'stray'),
    leader,
  ),
];

export const coordinationCases: readonly Case[] = [
  ...locks.map((each) => ({ ...each, name: `lock: ${each.name}` })),
  ...elections.map((each) => ({ ...each, name: `election: ${each.name}` })),
];
