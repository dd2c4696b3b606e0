// What cases about auth share: users, roles, and turning it on and off again around the steps. A case that
// left it on would lock the runner out.
import type { Case, Step } from '../case.ts';
import { as, by, call, sentence } from '../steps.ts';

export const read = 0;
export const write = 1;
export const readWrite = 2;

export function addUser(name: string, password = `password of ${name}`): Step {
  return call('UserAdd', { name, password });
}

export function giveRole(user: string, role: string): Step {
  return call('UserGrantRole', { user, role });
}

export function allow(role: string, permType: 0 | 1 | 2, key: string, rangeEnd = ''): Step {
  return call('RoleGrantPermission', { name: role, perm: { permType, key, range_end: rangeEnd } });
}

/** Names the answer after the user, for `by`. */
export function login(name: string, password = `password of ${name}`): Step {
  return as(name, call('Authenticate', { name, password }));
}

/** Auth with user root and role root, and off again afterwards, with users and roles gone. */
export function whileOn(name: string, setUp: readonly Step[], ...steps: readonly Step[]): Case {
  return sentence(
    name,
    addUser('root'),
    giveRole('root', 'root'),
    ...setUp,
    call('AuthEnable', {}),
    login('root'),
    ...steps,
    // Some steps make the token invalid.
    login('root'),
    by('root', call('AuthDisable', {})),
    ...['root', 'alice', 'bob', 'carl'].map((user) => call('UserDelete', { name: user })),
    ...['root', 'reader', 'writer', 'both'].map((role) => call('RoleDelete', { role })),
  );
}

/** Alice may read k… and bob write k…, carl has a role that allows nothing. */
export const threeUsers: readonly Step[] = [
  addUser('alice'),
  addUser('bob'),
  addUser('carl'),
  call('RoleAdd', { name: 'reader' }),
  call('RoleAdd', { name: 'writer' }),
  call('RoleAdd', { name: 'both' }),
  allow('reader', read, 'k', 'l'),
  allow('writer', write, 'k', 'l'),
  giveRole('alice', 'reader'),
  giveRole('bob', 'writer'),
  giveRole('carl', 'both'),
];

export const threeLogins: readonly Step[] = [login('alice'), login('bob'), login('carl')];
