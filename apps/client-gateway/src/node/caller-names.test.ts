import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cairn } from '@cairn/proto';
import { rememberedTokensMax } from '../limits.ts';
import { stateView } from '../testing/support.ts';
import type { Caller } from './caller.ts';
import { CallerNames } from './caller-names.ts';
import { nodeMethod } from './methods.ts';
import type { NodeLink, ReplySink } from './node-link.ts';

class Node {
  readonly asked: ReplySink[] = [];
  readonly state = stateView({ isAuthEnabled: true });

  submit: NodeLink['submit'] = (method, _request, deadlineMs, sink) => {
    assert.equal(method, nodeMethod.whoAmI);
    assert.equal(deadlineMs, undefined);
    this.asked.push(sink);
  };

  answer(user: string): void {
    this.asked.shift()?.respond(cairn.v1.WhoAmIResponse.encode({ user }).finish());
  }
}

function caller(metadata: Readonly<Record<string, string>>, certificateName?: string): Caller {
  return { metadata: new Map(Object.entries(metadata)), certificateName };
}

function names(certificatesNameUsers = true): { readonly node: Node; readonly names: CallerNames } {
  const node = new Node();
  return { node, names: new CallerNames({ link: node, certificatesNameUsers }) };
}

test('the raft-node is asked once for a token, however many calls show it meanwhile and later', async () => {
  const { node, names: known } = names();
  const first = known.nameOf(caller({ token: 't' }));
  const second = known.nameOf(caller({ authorization: 'Bearer t' }));
  assert.equal(node.asked.length, 1);
  node.answer('ann');
  assert.deepEqual([await first, await second], ['ann', 'ann']);
  assert.equal(known.nameOf(caller({ token: 't' }, 'root')), 'ann', 'a token wins');
  assert.equal(node.asked.length, 0);
});

test('a token that is nobody’s is asked for again, and nobody is named as long as the node cannot say', async () => {
  const { node, names: known } = names();
  const refused = known.nameOf(caller({ token: 'x' }));
  node.asked.shift()?.fail(16, 'etcdserver: invalid auth token');
  assert.equal(await refused, '');
  const unknown = known.nameOf(caller({ token: 'x' }, 'root'));
  node.asked.shift()?.fail(14, 'etcdserver: request timed out');
  assert.equal(await unknown, undefined);
  const found = known.nameOf(caller({ token: 'x' }));
  node.answer('ann');
  assert.equal(await found, 'ann');
});

test('without a token the certificate says who it is, if certificates do', () => {
  const { names: known } = names();
  assert.equal(known.nameOf(caller({}, 'ann')), 'ann');
  assert.equal(known.nameOf(caller({})), '');
  assert.equal(names(false).names.nameOf(caller({}, 'ann')), '');
});

test('while auth is off nobody has a name', () => {
  const { node, names: known } = names();
  node.state.update({ ...node.state.current!, isAuthEnabled: false });
  assert.equal(known.nameOf(caller({ token: 't' }, 'ann')), '');
  assert.equal(node.asked.length, 0);
});

test('no more tokens are remembered than there is room for', async () => {
  const { node, names: known } = names();
  for (let i = 0; i <= rememberedTokensMax; i++) {
    const name = known.nameOf(caller({ token: String(i) }));
    node.answer('ann');
    await name;
  }
  assert.equal(known.nameOf(caller({ token: '1' })), 'ann');
  assert.ok(known.nameOf(caller({ token: '0' })) instanceof Promise);
});
