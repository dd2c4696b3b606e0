import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NodeLink } from './node-link.ts';
import { FakeNode, until } from './testing/fake-node.ts';

const timeout = { timeout: 20_000 };
const hourMs = 3_600_000;

/** A link whose pauses, but for the first, are longer than any test. */
function linkTo(node: FakeNode, keeperId = 'keeper-1') {
  const said: string[] = [];
  const link = new NodeLink({
    address: node.address,
    hello: { keeperId, address: '127.0.0.1:1' },
    retryMinMs: hourMs,
    retryMaxMs: hourMs,
    listener: {
      onEvent: (_link, { kind }) => said.push(kind),
      onNotLeader: (_link, leaderId) => said.push(`not leader but ${leaderId}`),
      onRefused: () => said.push('refused'),
      onDetached: () => said.push('detached'),
    },
  });
  return { link, said, [Symbol.dispose]: () => link.close() };
}

describe('the link to a node', () => {
  it('asks a second time at once, and then pauses until it is hurried', timeout, async () => {
    await using node = await FakeNode.start();
    node.refusesNaming = 5;
    using linked = linkTo(node);
    linked.link.seek();
    await until(() => linked.said.length === 4);
    linked.link.seek();
    linked.link.hurry();
    await until(() => linked.said.length === 6);
    // By the time another link was refused twice, a third unasked attempt would have come through.
    using other = linkTo(node);
    other.link.seek();
    await until(() => other.said.length === 4);
    assert.equal(node.refusals, 5);
    assert.deepEqual(linked.said.slice(0, 2), ['refused', 'not leader but 5']);
  });

  it('does not hammer a node that attaches it and breaks off at once', timeout, async () => {
    await using node = await FakeNode.start();
    using linked = linkTo(node);
    linked.link.seek();
    for (const attempt of [0, 1]) {
      const line = await until(() => node.attachments[attempt]);
      line.say({ standby: { epoch: 1 } });
      line.end();
      await until(() => linked.said.length === 2 * attempt + 2);
    }
    using other = linkTo(node, 'keeper-2');
    other.link.seek();
    const introduced = (): string[] =>
      node.attachments.map((line) => line.heardOf('hello')[0]?.keeper_id ?? '');
    await until(() => introduced().includes('keeper-2'));
    assert.deepEqual(introduced(), ['keeper-1', 'keeper-1', 'keeper-2']);
    assert.deepEqual(linked.said, ['standby', 'detached', 'standby', 'detached']);
  });

  it('hears nothing any more when it rests', timeout, async () => {
    await using node = await FakeNode.start();
    using linked = linkTo(node);
    linked.link.seek();
    const line = await node.keeper();
    line.say({ standby: { epoch: 1 } });
    await until(() => linked.said.length === 1);
    line.say({ changes: {} });
    linked.link.rest();
    await until(() => line.isOver);
    assert.deepEqual(linked.said, ['standby']);
  });

  it('is attached only by a word that attaches', timeout, async () => {
    await using node = await FakeNode.start();
    using linked = linkTo(node);
    linked.link.seek();
    const line = await node.keeper();
    line.say({ pong: { nonce: 1 } });
    line.say({ changes: {} });
    line.say({ standby: { epoch: 1 } });
    line.say({ changes: {} });
    await until(() => linked.said.length === 2);
    assert.deepEqual(linked.said, ['standby', 'changes']);
  });
});
