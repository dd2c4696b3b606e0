// A follower that gets the state instead of the log refuses what the others refuse, also where it had known better
// before: who may do what was changed while it was away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthError } from '@cairn/auth';
import { emptyBytes } from '@cairn/core';
import { etcdserverpb } from '@cairn/proto';
import { RequestKind as Kind } from './request-codec.ts';
import { TestCluster, key, put, valueOf } from './testing/test-cluster.ts';
import type { Node } from './testing/test-cluster.ts';

class Session {
  readonly cluster: TestCluster;
  readonly node: Node;

  constructor(cluster: TestCluster, node: Node) {
    this.cluster = cluster;
    this.node = node;
  }

  /** The name of the refusal; `done`. @param user empty = nobody */
  async ask(user: string, kind: Kind, body: Uint8Array): Promise<string> {
    const { replica } = this.node;
    const requester = { user, authRevision: replica.machine.auth.revision };
    let answer: string | undefined;
    replica.propose(
      kind,
      body,
      (outcome) => (answer = outcome.kind === 'done' ? 'done' : refusalOf(outcome.error)),
      undefined,
      undefined,
      requester,
    );
    return await this.cluster.until('it is settled', () => answer);
  }

  async root(kind: Kind, body: Uint8Array): Promise<void> {
    assert.equal(await this.ask('root', kind, body), 'done');
  }

  /** Whether alice and bob may read `key`, as this member sees it. */
  mayRead(name: string): Record<string, string> {
    const { access, auth } = this.node.replica.machine;
    const check = (user: string): string => {
      try {
        access.checkRead({ user, authRevision: auth.revision }, key(name), emptyBytes);
        return 'yes';
      } catch (error) {
        return refusalOf(error);
      }
    };
    return { alice: check('alice'), bob: check('bob') };
  }
}

function refusalOf(error: unknown): string {
  return error instanceof AuthError ? error.reason : String(error);
}

async function addUser(session: Session, name: string, role: string): Promise<void> {
  await session.root(Kind.authUserAdd, etcdserverpb.AuthUserAddRequest.encode({ name }).finish());
  const grant = etcdserverpb.AuthUserGrantRoleRequest.encode({ user: name, role });
  await session.root(Kind.authUserGrantRole, grant.finish());
}

test('who gets the state enforces the rights in it, and not those that it knew before', async () => {
  const cluster = await TestCluster.start(3);
  const leader = await cluster.leaderKnownToAll();
  const late = cluster.other(leader);
  const here = new Session(cluster, leader);
  const there = new Session(cluster, late);
  await here.root(Kind.authRoleAdd, etcdserverpb.AuthRoleAddRequest.encode({ name: 'r' }).finish());
  const permission = { permType: 2, key: key('a') };
  const allow = etcdserverpb.AuthRoleGrantPermissionRequest.encode({ name: 'r', perm: permission });
  await here.root(Kind.authRoleGrantPermission, allow.finish());
  await addUser(here, 'root', 'root');
  await addUser(here, 'alice', 'r');
  await here.root(Kind.authEnable, emptyBytes);
  await cluster.until('the follower knows', () => late.replica.machine.auth.isEnabled);
  assert.equal(there.mayRead('a')['alice'], 'yes');

  cluster.deliver = ({ from, to }) => from !== late.member.id && to !== late.member.id;
  await addUser(here, 'bob', 'r');
  const revoke = etcdserverpb.AuthUserRevokeRoleRequest.encode({ name: 'alice', role: 'r' });
  await here.root(Kind.authUserRevokeRole, revoke.finish());
  for (let i = 0; i < 300; i++) await here.root(Kind.put, put('x', `${i}`));
  assert.equal(there.mayRead('a')['alice'], 'yes', 'it has heard of nothing');
  let installed = 0;
  late.replica.listen({ onInstalled: () => (installed += 1) });
  cluster.deliver = () => true;
  await cluster.until('it has the state', () => installed > 0 && valueOf(late, 'x') === '299');

  for (const session of [here, there]) {
    assert.deepEqual(session.mayRead('a'), { alice: 'permissionDenied', bob: 'yes' });
    assert.equal(await session.ask('alice', Kind.put, put('a', '1')), 'permissionDenied');
    assert.equal(await session.ask('bob', Kind.put, put('a', '2')), 'done');
    assert.equal(await session.ask('bob', Kind.put, put('b', '1')), 'permissionDenied');
    assert.equal(await session.ask('', Kind.put, put('a', '3')), 'userEmpty');
  }
  assert.equal(late.replica.machine.auth.revision, leader.replica.machine.auth.revision);
});
