// Who is known by a token, on any member, and how long.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdserverpb } from '@cairn/proto';
import { cairn } from '@cairn/proto';
import { RequestKind } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { Call } from '../submit/call.ts';
import { TestMembers } from '../testing/test-members.ts';
import { Callers } from './callers.ts';
import { SimpleTokenProvider } from './simple-token-provider.ts';

const { Method } = cairn.v1;
const Kind = RequestKind;
const ttlMs = 1_000;

interface Node {
  readonly replica: Replica;
  readonly tokens: SimpleTokenProvider;
  readonly callers: Callers;
}

class Members implements AsyncDisposable {
  readonly group: TestMembers;
  readonly nodes: readonly Node[];
  clockMs = 0;

  constructor(group: TestMembers) {
    this.group = group;
    this.nodes = group.members.map(({ replica }) => {
      const tokens = new SimpleTokenProvider({ replica, ttlMs, nowMs: () => this.clockMs });
      return { replica, tokens, callers: new Callers(replica, tokens) };
    });
  }

  static async start(count: number): Promise<Members> {
    const members = new Members(await TestMembers.start(count));
    const { replica } = await members.group.leader();
    const change = async (kind: RequestKind, body: Uint8Array): Promise<void> => {
      const outcome = await members.group.propose(replica, kind, body);
      assert.equal(outcome.kind, 'done');
    };
    for (const name of ['root', 'alice']) {
      await change(Kind.authUserAdd, etcdserverpb.AuthUserAddRequest.encode({ name }).finish());
    }
    const rights = etcdserverpb.AuthUserGrantRoleRequest.encode({ user: 'root', role: 'root' });
    await change(Kind.authUserGrantRole, rights.finish());
    await change(Kind.authEnable, new Uint8Array(0));
    await members.group.until('auth is on everywhere', () =>
      members.nodes.every((node) => node.replica.machine.auth.isEnabled),
    );
    return members;
  }

  async token(node: Node, user: string): Promise<string> {
    const checkedRevision = node.replica.machine.auth.revision;
    let response: Uint8Array | undefined;
    void node.tokens
      .issue({ user, checkedRevision, timeoutMs: 5_000 })
      .then((bytes) => (response = bytes));
    const bytes = await this.group.until('a token is issued', () => response);
    return etcdserverpb.AuthenticateResponse.decode(bytes).token;
  }

  /** `user`, or why the caller was refused. */
  async caller(
    node: Node,
    token: string | undefined,
    method: number = Method.RANGE,
    certificateName = '',
  ): Promise<string> {
    let result: string | undefined;
    const call: Call = {
      request: new Uint8Array(0),
      timeoutMs: 1_000,
      token,
      certificateName,
      reply: (outcome) => (result = outcome.kind === 'failure' ? outcome.message : outcome.kind),
    };
    try {
      node.callers.admit(method, call, () => (result = call.requester?.user ?? 'nobody'));
    } catch (error) {
      result = (error as { reason?: string }).reason ?? String(error);
    }
    return await this.group.until('the caller is known or refused', () => result);
  }

  async asRoot(kind: RequestKind, body: Uint8Array): Promise<void> {
    const { replica } = await this.group.leader();
    const requester = { user: 'root', authRevision: replica.machine.auth.revision };
    let isDone = false;
    replica.propose(
      kind,
      body,
      (outcome) => (isDone = outcome.kind === 'done'),
      5_000,
      undefined,
      requester,
    );
    await this.group.until('it is applied everywhere', () => {
      const { appliedIndex } = replica;
      return isDone && this.nodes.every((node) => node.replica.appliedIndex >= appliedIndex);
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.group[Symbol.asyncDispose]();
  }
}

test('a token that one member issued is known to the others, also to one that is late', async () => {
  await using members = await Members.start(3);
  const leader = await members.group.leader();
  const first = members.nodes.find(({ replica }) => replica === leader.replica) as Node;
  const late = members.nodes.find(({ replica }) => replica !== leader.replica) as Node;
  members.group.deliver = ({ to }) => to !== late.replica.memberId;
  const token = await members.token(first, 'alice');
  assert.ok(late.replica.appliedIndex < Number(token.split('.')[1]), 'it has not heard of it');
  members.group.deliver = () => true;
  for (const node of members.nodes) assert.equal(await members.caller(node, token), 'alice');
});

test('a token that nobody issued is nobody’s, whatever index it names', async () => {
  await using members = await Members.start(1);
  const [node] = members.nodes as [Node];
  const token = await members.token(node, 'alice');
  const letters = token.split('.')[0] as string;
  for (const each of [`${letters}.1`, `${letters}.99999999`, letters, 'x', `${token}0`]) {
    assert.match(await members.caller(node, each), /^(invalidAuthToken|.*invalid auth token)$/);
  }
});

test('a token ends when it was not used for its time, and with its user’s password', async () => {
  await using members = await Members.start(1);
  const [node] = members.nodes as [Node];
  const [one, two] = [await members.token(node, 'alice'), await members.token(node, 'alice')];
  members.clockMs = ttlMs - 1;
  assert.equal(await members.caller(node, one), 'alice');
  members.clockMs = ttlMs;
  assert.equal(await members.caller(node, one), 'alice', 'it was used');
  assert.equal(await members.caller(node, two), 'invalidAuthToken');
  const root = await members.token(node, 'root');
  const changed = etcdserverpb.AuthUserChangePasswordRequest.encode({ name: 'alice' }).finish();
  await members.asRoot(Kind.authUserChangePassword, changed);
  assert.equal(await members.caller(node, one), 'invalidAuthToken');
  assert.equal(await members.caller(node, root), 'root');
  await members.asRoot(Kind.authDisable, new Uint8Array(0));
  await members.asRoot(Kind.authEnable, new Uint8Array(0));
  assert.equal(await members.caller(node, root), 'invalidAuthToken');
});

test('who shows a certificate and no token is the user that it names, with that user’s rights', async () => {
  await using members = await Members.start(1);
  const [node] = members.nodes as [Node];
  const token = await members.token(node, 'alice');
  assert.equal(await members.caller(node, undefined, Method.RANGE, 'alice'), 'alice');
  assert.equal(await members.caller(node, undefined, Method.HASH, 'root'), 'root');
  assert.equal(await members.caller(node, undefined, Method.HASH, 'alice'), 'permissionDenied');
  assert.equal(await members.caller(node, undefined, Method.STATUS, 'mallory'), 'permissionDenied');
  assert.equal(await members.caller(node, undefined, Method.STATUS, ''), 'userEmpty');
  assert.equal(await members.caller(node, token, Method.RANGE, 'root'), 'alice', 'a token wins');
  for (const wrong of ['x', '']) {
    assert.equal(await members.caller(node, wrong, Method.RANGE, 'root'), 'invalidAuthToken');
  }
});

test('what is not named in the rules takes the root role', async () => {
  await using members = await Members.start(1);
  const [node] = members.nodes as [Node];
  const tokens = {
    nobody: undefined,
    alice: await members.token(node, 'alice'),
    root: await members.token(node, 'root'),
  };
  for (const method of [Method.HASH, Method.DEFRAGMENT, Method.MEMBER_ADD, 4711]) {
    assert.equal(await members.caller(node, tokens.nobody, method), 'userEmpty');
    assert.equal(await members.caller(node, tokens.alice, method), 'permissionDenied');
    assert.equal(await members.caller(node, tokens.root, method), 'root');
  }
  assert.equal(await members.caller(node, tokens.nobody, Method.STATUS), 'userEmpty');
  assert.equal(await members.caller(node, tokens.alice, Method.STATUS), 'alice');
  assert.equal(await members.caller(node, undefined, Method.AUTHENTICATE), 'nobody');
});
