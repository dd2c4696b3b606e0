// Rights change while users write, through any member, over a network that loses messages. What each entry does is
// decided by the entries before it alone: a model that knows rights as a plain set judges every entry of every
// member again, and has to come to the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, toByteString } from '@cairn/core';
import { etcdserverpb } from '@cairn/proto';
import { RequestKind as Kind, bodyOf, decodeRequest } from './request-codec.ts';
import type { AppliedRequest } from './ports.ts';
import { TestCluster, key, put } from './testing/test-cluster.ts';

const users = ['alice', 'bob'];
const keys = ['k0', 'k1', 'k2'];
const bursts = 60;
const requestsPerBurst = 12;

/** Which user may write which key, each by a role of its own. */
class Model {
  readonly #rights = new Set<string>();
  #revision: number;
  writes = 0;
  refusals = 0;

  /** @param revision the auth revision before the first entry */
  constructor(revision: number) {
    this.#revision = revision;
  }

  judge({ entry, isRefused }: AppliedRequest): void {
    const request = decodeRequest(entry.data);
    const { kind, requester } = request;
    const isCurrent = requester !== undefined && requester.authRevision >= this.#revision;
    const body = bodyOf(request);
    if (kind === Kind.put) {
      const name = toByteString(etcdserverpb.PutRequest.decode(body).key);
      const isAllowed = isCurrent && this.#rights.has(`${requester.user} ${name}`);
      assert.equal(isRefused, !isAllowed, `${requester?.user} writes ${name}`);
      this.writes += 1;
      if (isRefused) this.refusals += 1;
      return;
    }
    const isRoot = isCurrent && requester.user === 'root';
    if (kind === Kind.authRoleGrantPermission) {
      const { name, perm } = etcdserverpb.AuthRoleGrantPermissionRequest.decode(body);
      assert.equal(isRefused, !isRoot, `${requester?.user} grants`);
      if (isRoot) this.#rights.add(`${name} ${toByteString(perm?.key ?? new Uint8Array(0))}`);
    } else if (kind === Kind.authRoleRevokePermission) {
      const { role, key: of } = etcdserverpb.AuthRoleRevokePermissionRequest.decode(body);
      const wasGranted = isRoot && this.#rights.delete(`${role} ${toByteString(of)}`);
      assert.equal(isRefused, !wasGranted, `${requester?.user} revokes`);
    }
    if (!isRefused) this.#revision += 1;
  }
}

async function setUp(cluster: TestCluster): Promise<void> {
  const leader = await cluster.leaderKnownToAll();
  const change = async (kind: Kind, body: Uint8Array): Promise<void> => {
    assert.equal((await cluster.propose(leader, kind, body)).kind, 'done');
  };
  for (const name of [...users, 'root']) {
    if (name !== 'root') {
      await change(Kind.authRoleAdd, etcdserverpb.AuthRoleAddRequest.encode({ name }).finish());
    }
    await change(Kind.authUserAdd, etcdserverpb.AuthUserAddRequest.encode({ name }).finish());
    const grant = { user: name, role: name };
    const body = etcdserverpb.AuthUserGrantRoleRequest.encode(grant).finish();
    await change(Kind.authUserGrantRole, body);
  }
  await change(Kind.authEnable, new Uint8Array(0));
  await untilAlike(cluster);
}

async function untilAlike(cluster: TestCluster): Promise<void> {
  await cluster.until('all have applied the same', () => {
    const applied = cluster.nodes.map(({ replica }) => replica.appliedIndex);
    const last = Math.max(...cluster.nodes.map(({ replica }) => replica.status.lastIndex));
    return applied.every((index) => index === last);
  });
}

function randomRequest(random: SeededRandom): { readonly kind: Kind; readonly body: Uint8Array } {
  const name = users[random.nextBelow(users.length)] as string;
  const of = key(keys[random.nextBelow(keys.length)] as string);
  const { AuthRoleGrantPermissionRequest, AuthRoleRevokePermissionRequest } = etcdserverpb;
  switch (random.nextBelow(8)) {
    case 0: {
      const grant = AuthRoleGrantPermissionRequest.encode({ name, perm: { permType: 1, key: of } });
      return { kind: Kind.authRoleGrantPermission, body: grant.finish() };
    }
    case 1: {
      const revoke = AuthRoleRevokePermissionRequest.encode({ role: name, key: of });
      return { kind: Kind.authRoleRevokePermission, body: revoke.finish() };
    }
    default:
      return { kind: Kind.put, body: put(toByteString(of), `${random.nextUint32()}`) };
  }
}

for (const seed of [1, 2, 3]) {
  test(`no entry does what the rights before it forbid, nor is one refused that they allow: seed ${seed}`, async () => {
    const random = new SeededRandom(seed);
    const judged: ((applied: AppliedRequest) => void)[] = [];
    let opened = 0;
    const cluster = await TestCluster.start(3, {
      options: { snapshotEntries: 1_000_000 },
      ports: () => {
        const at = opened++;
        return { onRequestApplied: (applied) => judged[at]?.(applied) };
      },
    });
    await setUp(cluster);
    const models = cluster.nodes.map(({ replica }) => new Model(replica.machine.auth.revision));
    for (const model of models) judged.push((applied) => model.judge(applied));
    cluster.deliver = () => random.nextBelow(20) > 0;
    let open = 0;
    for (let burst = 0; burst < bursts; burst++) {
      for (let i = 0; i < requestsPerBurst; i++) {
        const { kind, body } = randomRequest(random);
        const { replica } = cluster.node(random.nextBelow(3));
        const user = kind === Kind.put ? users[random.nextBelow(2)] : 'root';
        const asks = random.nextBelow(12) === 0 ? 'nobody' : (user ?? '');
        // Somebody who was let in under the revision before.
        const late = random.nextBelow(6) === 0 ? 1 : 0;
        const requester = { user: asks, authRevision: replica.machine.auth.revision - late };
        open += 1;
        replica.propose(kind, body, () => (open -= 1), undefined, undefined, requester);
      }
      await cluster.until('most are settled', () => open < requestsPerBurst);
    }
    cluster.deliver = () => true;
    await cluster.until('all are settled', () => open === 0);
    await untilAlike(cluster);
    const [first, ...others] = cluster.nodes.map(({ replica }) => ({
      records: replica.machine.store.hashKv(0).hash,
      authRevision: replica.machine.auth.revision,
      roles: users.map((name) => replica.machine.auth.role(name)),
    }));
    for (const other of others) assert.deepEqual(other, first);
    for (const { writes, refusals } of models) {
      assert.ok(refusals > 50 && writes - refusals > 50, `${writes} writes, ${refusals} refused`);
    }
  });
}
