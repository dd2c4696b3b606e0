// A member with users, rights and something to hide. Auth is on when it is handed over.
import { startSubject, subjectIsEtcd, toPlain } from '../kit/index.ts';
import type { EtcdClient, SingleServer } from '../kit/index.ts';
import { bareLease, leaderLease, secretKey, secretLease, secretValue } from './calls.ts';
import type { World } from './calls.ts';

export const passwordOfRoot = 'the password of root';
const readWrite = 2;

export interface SecuredStore extends AsyncDisposable {
  readonly server: SingleServer;
  readonly client: EtcdClient;
  readonly world: World;
  /** A fresh token. The password is the name's own. */
  login(name: string): Promise<string>;
  /** All that may not change by what a stranger asks. */
  contents(): Promise<string>;
}

export async function startSecured(flags: readonly string[] = []): Promise<SecuredStore> {
  const own = subjectIsEtcd() ? [] : ['--no-nats'];
  const server = await startSubject({ flags: [...own, '--bcrypt-cost', '4', ...flags] });
  const client = server.connect();
  const leaderRevision = await fillStore(client);
  await client.call('UserGrantRole', { user: 'root', role: 'root' });
  const { header } = await client.call('Range', { key: secretKey });
  await client.call('AuthEnable', {});
  const login = async (name: string): Promise<string> => {
    const { token } = await client.call('Authenticate', { name, password: passwordOf(name) });
    return token;
  };
  return {
    server,
    client,
    world: { revision: Number(header?.revision), leaderRevision },
    login,
    contents: async () => JSON.stringify(await contentsSeenBy(client, await login('root'))),
    [Symbol.asyncDispose]: async () => {
      client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

function passwordOf(name: string): string {
  return name === 'root' ? passwordOfRoot : `the password of ${name}`;
}

/** Answers the revision of the leader's key. What is missing is a user with the root role. */
export async function fillStore(client: EtcdClient): Promise<number> {
  for (const ID of [secretLease, leaderLease, bareLease]) {
    await client.call('LeaseGrant', { ID: BigInt(ID), TTL: BigInt(3_600) });
  }
  await client.call('Put', { key: secretKey, value: 'an older value' });
  await client.call('Put', { key: secretKey, value: secretValue, lease: BigInt(secretLease) });
  const campaign = { name: 'secret/vote', value: secretValue, lease: BigInt(leaderLease) };
  const { leader } = await client.call('Campaign', {
    ...campaign,
    name: Buffer.from(campaign.name),
  });
  await client.call('RoleAdd', { name: 'root' });
  for (const name of ['root', 'alice', 'bob']) {
    await client.call('UserAdd', { name, password: passwordOf(name) });
  }
  for (const name of ['alice', 'bob']) {
    const role = `of-${name}`;
    const perm = { permType: readWrite, key: `${name}/`, range_end: `${name}0` } as const;
    await client.call('RoleAdd', { name: role });
    await client.call('RoleGrantPermission', { name: role, perm });
    await client.call('UserGrantRole', { user: name, role });
  }
  return Number(leader?.rev);
}

async function contentsSeenBy(client: EtcdClient, token: string): Promise<unknown> {
  const as = { metadata: { token } };
  const { users } = await client.call('UserList', {}, as);
  const { roles } = await client.call('RoleList', {}, as);
  const rights = [
    ...(await Promise.all(users.map((name) => client.call('UserGet', { name }, as)))),
    ...(await Promise.all(roles.map((role) => client.call('RoleGet', { role }, as)))),
  ];
  const answers = [
    await client.call('Range', { key: '\0', range_end: '\0' }, as),
    await client.call('HashKV', {}, as),
    await client.call('AuthStatus', {}, as),
    await client.call('MemberList', {}, as),
    await client.call('Alarm', {}, as),
    await client.call('LeaseLeases', {}, as),
    ...rights,
  ];
  return [users, roles, ...answers.map((answer) => toPlain(answer))];
}
