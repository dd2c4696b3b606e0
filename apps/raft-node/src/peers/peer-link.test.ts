// Both halves of the peer stream over loopback: the link that sends and the service that takes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageType } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import type { Member } from '@cairn/replica';
import { RpcClient, bidiHandler, implement, peerService, serve } from '@cairn/rpc';
import type { RpcServer } from '@cairn/rpc';
import type { SnapshotReceiver } from '../snapshots/snapshot-receiver.ts';
import { message } from '../testing/messages.ts';
import { recordingLogger } from '../testing/quiet-logger.ts';
import type { LogLine } from '../testing/quiet-logger.ts';
import { until } from '../testing/until.ts';
import { askMembers } from './ask-members.ts';
import { PeerBatchEncoder } from './peer-batch.ts';
import { PeerLink } from './peer-link.ts';
import { PeerService } from './peer-service.ts';
import { PeerTransport } from './peer-transport.ts';

const clusterId = 77n;
const noSnapshots = {
  receive: () => Promise.resolve('none'),
  close: () => Promise.resolve(),
} as unknown as SnapshotReceiver;

interface Served extends AsyncDisposable {
  readonly server: RpcServer;
  readonly service: PeerService;
  readonly received: Message[];
  /** How many messages each batch had. */
  readonly batches: number[];
  readonly lines: LogLine[];
  /** Who was removed from the cluster. */
  readonly removed: Set<bigint>;
  /** Who has opened a stream, and whose stream is over. */
  readonly met: readonly (readonly [bigint, readonly string[]])[];
  readonly left: readonly bigint[];
}

async function servePeer(address = '127.0.0.1:0', self = 2n): Promise<Served> {
  const received: Message[] = [];
  const batches: number[] = [];
  const removed = new Set<bigint>();
  const met: (readonly [bigint, readonly string[]])[] = [];
  const left: bigint[] = [];
  const { logger, lines } = recordingLogger();
  const service = new PeerService({
    clusterId,
    self,
    logger,
    onMessages: (messages) => {
      received.push(...messages);
      batches.push(messages.length);
    },
    onMet: (peer, peerUrls) => {
      met.push([peer, peerUrls]);
      return () => left.push(peer);
    },
    snapshots: noSnapshots,
    isRemoved: (id) => removed.has(id),
    members: () => Promise.resolve([memberAt(self, 'a:1', 'b:2')]),
    hashKv: () => undefined,
  });
  const server = await serve(address, [service.served]);
  return {
    server,
    service,
    received,
    batches,
    lines,
    removed,
    met,
    left,
    [Symbol.asyncDispose]: async () => await server.close(0),
  };
}

function memberAt(id: bigint, ...addresses: readonly string[]): Member {
  const peerUrls = addresses.map((address) => `http://${address}`);
  return { id, name: `m${id}`, peerUrls, clientUrls: ['http://c:3'], isLearner: id === 3n };
}

interface Linked extends Disposable {
  readonly link: PeerLink;
  readonly unreachable: bigint[];
  readonly lines: LogLine[];
  /** How often the peer has said that we were removed. */
  readonly removals: () => number;
}

function linkTo(address: string | readonly string[], ofCluster = clusterId): Linked {
  const unreachable: bigint[] = [];
  let removals = 0;
  const { logger, lines } = recordingLogger();
  const link = new PeerLink({
    clusterId: ofCluster,
    self: 1n,
    ownPeerUrls: () => ['http://one:1'],
    peer: 2n,
    addresses: [address].flat(),
    logger,
    encoder: new PeerBatchEncoder(),
    onUnreachable: (peer) => unreachable.push(peer),
    onRemoved: () => (removals += 1),
    nowMs: () => 77,
  });
  const close = (): void => link.close();
  return { link, unreachable, lines, removals: () => removals, [Symbol.dispose]: close };
}

function warnings(lines: readonly LogLine[]): string[] {
  return lines.filter(({ level }) => level === 'warn').map(({ text }) => text);
}

test('a peer that sends what no member would is refused, and nothing of its batch is taken', async () => {
  await using peer = await servePeer();
  using linked = linkTo(peer.server.address);
  const proposal = { index: 0, term: 0, type: 0, data: Buffer.from('garbage') } as const;
  linked.link.send([message({}), message({ type: MessageType.propose, entries: [proposal] })]);
  await until('it is refused', () => warnings(peer.lines).length > 0);
  assert.match(warnings(peer.lines)[0] ?? '', /no request/);
  assert.deepEqual(peer.received, []);
});

test('messages arrive in the order in which they were sent', async () => {
  await using peer = await servePeer();
  using linked = linkTo(peer.server.address);
  for (let i = 0; i < 100; i++) {
    linked.link.send([message({ index: 2 * i }), message({ index: 2 * i + 1 })]);
  }
  await until('all have arrived', () => peer.received.length === 200);
  assert.deepEqual(
    peer.received.map(({ index }) => index),
    Array.from({ length: 200 }, (_, i) => i),
  );
  await until('the answer to the greeting has arrived too', () => linked.link.active);
  assert.deepEqual(linked.unreachable, []);
});

test('a peer counts as active only once it has answered', async () => {
  await using peer = await servePeer();
  using linked = linkTo(peer.server.address);
  assert.equal(linked.link.active, false);
  await until('it has', () => linked.link.active);
});

test('a peer that is away is told of once, and found again when it is back', async () => {
  const first = await servePeer();
  const { address } = first.server;
  await first.server.close(0);
  using linked = linkTo(address);
  await until('it is missed', () => linked.unreachable.length >= 3);
  assert.equal(linked.link.active, false);
  assert.equal(warnings(linked.lines).length, 1);
  await using peer = await servePeer(address);
  await until('it is back', () => linked.link.active);
  linked.link.send([message({ index: 7 })]);
  await until('it hears', () => peer.received.some(({ index }) => index === 7));
  assert.ok(linked.lines.some(({ text }) => text.startsWith('peer is back')));
});

test('a peer is reached at the first of its addresses that answers, and found again at another one', async () => {
  const gone = await servePeer();
  const other = await servePeer();
  const addresses = [gone.server.address, other.server.address];
  await gone.server.close(0);
  using linked = linkTo(addresses);
  await until('the second address answers', () => linked.link.active);
  assert.equal(linked.link.client.address, addresses[1]);
  await other.server.close(0);
  await until('it is missed', () => !linked.link.active);
  await using first = await servePeer(addresses[0]);
  await until('the first address answers', () => linked.link.active);
  linked.link.send([message({ index: 7 })]);
  await until('it hears', () => first.received.some(({ index }) => index === 7));
});

test('while the stream is down messages are dropped and Raft is told', async () => {
  const peer = await servePeer();
  using linked = linkTo(peer.server.address);
  await until('it is there', () => linked.link.active);
  await peer.server.close(0);
  await until('it is missed', () => linked.unreachable.length > 0);
  const before = linked.unreachable.length;
  linked.link.send([message({})]);
  linked.link.send([message({})]);
  assert.equal(linked.unreachable.length, before + 2);
});

test('to a peer that does not read only so much is sent, and Raft is told', async () => {
  const deaf = implement(peerService, {
    messages: bidiHandler(peerService.messages, (stream) => {
      stream.pause();
      stream.write({});
    }),
    installSnapshot: bidiHandler(peerService.installSnapshot, (stream) => void stream.end()),
    members: () => undefined,
    hashKv: () => undefined,
  });
  const server = await serve('127.0.0.1:0', [deaf]);
  using linked = linkTo(server.address);
  await until('it is there', () => linked.link.active);
  const entry = { index: 1, term: 1, type: 0, data: new Uint8Array(64 * 1024) } as const;
  let sent = 0;
  while (linked.unreachable.length === 0 && sent < 2_000) {
    linked.link.send([message({ entries: [entry] })]);
    sent += 1;
  }
  assert.ok(sent < 2_000, 'there is a limit');
  assert.ok(sent > 100, 'but not at once');
  linked.link.close();
  await server.close(0);
});

test('a peer of another cluster is refused with a message that names both, and not asked at once again', async (t) => {
  await using peer = await servePeer();
  const delays: unknown[] = [];
  const { setTimeout: original } = globalThis;
  t.mock.method(globalThis, 'setTimeout', ((...args: Parameters<typeof setTimeout>) => {
    delays.push(args[1]);
    return original(...args);
  }) as typeof setTimeout);
  using linked = linkTo(peer.server.address, 78n);
  await until('it is refused', () => linked.unreachable.length > 0);
  const [warning] = warnings(linked.lines);
  assert.match(warning ?? '', /cluster ID mismatch.*cluster 4e.*to 4d/);
  assert.equal(warnings(peer.lines).length, 1);
  assert.ok(delays.includes(5_000), 'it is tried again, later');
  assert.deepEqual(peer.received, []);
});

test('a peer that means another member is refused', async () => {
  await using peer = await servePeer('127.0.0.1:0', 3n);
  using linked = linkTo(peer.server.address);
  await until('it is refused', () => linked.unreachable.length > 0);
  assert.match(warnings(linked.lines)[0] ?? '', /means member 2, this is 3/);
});

test('a message that cannot be read ends its stream and nothing else', async () => {
  await using peer = await servePeer();
  const client = new RpcClient(peer.server.address);
  const stream = client.openBidi(peerService.messages);
  let failure: string | undefined;
  stream.on('error', (error) => (failure = error.message));
  stream.resume();
  stream.write({ cluster_id: 77, from: 1, to: 2 });
  stream.write({ messages: [{ type: 7, term: 2 ** 60 }] });
  await until('it is refused', () => failure);
  assert.match(failure ?? '', /unreadable message/);
  client.close();
  using linked = linkTo(peer.server.address);
  linked.link.send([message({ index: 5 })]);
  await until('others are heard', () => peer.received.length === 1);
});

test('a closed link is quiet', async () => {
  await using peer = await servePeer();
  const { link, unreachable, lines } = linkTo(peer.server.address);
  await until('it is there', () => link.active);
  link.close();
  link.send([message({})]);
  await until('the peer has seen it go', () => !link.active);
  assert.deepEqual([unreachable, warnings(lines)], [[], []]);
});

test('closing the service ends its streams', async () => {
  await using peer = await servePeer();
  using linked = linkTo(peer.server.address);
  await until('it is there', () => linked.link.active);
  peer.service.close();
  await until('the link has noticed', () => linked.unreachable.length > 0);
  assert.match(warnings(linked.lines)[0] ?? '', /the peer ended the stream/);
});

/** Of member 1; what it is asked to send a snapshot to goes into `snapshots`. */
function transportTo(members: readonly Member[], snapshots: bigint[] = []): PeerTransport {
  return new PeerTransport({
    clusterId,
    self: 1n,
    members,
    logger: recordingLogger().logger,
    onUnreachable: () => undefined,
    onRemoved: () => undefined,
    onSnapshotNeeded: ({ to }, client) => {
      assert.ok(client instanceof RpcClient);
      snapshots.push(to);
    },
    nowMs: () => 5,
  });
}

test('the transport makes one batch per peer, and a snapshot goes its own way', async () => {
  await using peer = await servePeer();
  const snapshots: bigint[] = [];
  const transport = transportTo(
    [1n, 2n].map((id) => memberAt(id, peer.server.address)),
    snapshots,
  );
  await until('the peer is there', () => transport.activePeers === 1);
  transport.send([
    message({ index: 1 }),
    message({ to: 99n, index: 2 }),
    message({ type: MessageType.snapshot, index: 3 }),
    message({ index: 4 }),
  ]);
  await until('they have arrived', () => peer.received.length === 2);
  assert.deepEqual(peer.batches, [2]);
  assert.deepEqual(
    peer.received.map(({ index }) => index),
    [1, 4],
  );
  assert.deepEqual(snapshots, [2n]);
  transport.close();
  assert.equal(transport.activePeers, 0);
});

test('a member that was removed is told so: when it comes, and soon when it is there', async () => {
  await using peer = await servePeer();
  using linked = linkTo(peer.server.address);
  await until('it is there', () => linked.link.active);
  peer.service.membersChanged();
  peer.removed.add(1n);
  peer.service.membersChanged();
  await until('it is told', () => linked.removals() === 1);
  assert.match(warnings(linked.lines)[0] ?? '', /permanently removed from the cluster/);
  using again = linkTo(peer.server.address);
  await until('it is told again', () => again.removals() === 1);
  assert.equal(again.link.connectedSinceMs, undefined);
});

test('since when a peer answers is known, and forgotten when it does not', async () => {
  await using peer = await servePeer();
  using linked = linkTo(peer.server.address);
  assert.equal(linked.link.connectedSinceMs, undefined);
  await until('it is there', () => linked.link.connectedSinceMs === 77);
  peer.service.close();
  await until('it is missed', () => linked.link.connectedSinceMs === undefined);
});

test('the transport follows the membership: who comes, who goes and who moves', async () => {
  await using second = await servePeer('127.0.0.1:0', 2n);
  await using third = await servePeer('127.0.0.1:0', 3n);
  await using moved = await servePeer('127.0.0.1:0', 2n);
  const self = memberAt(1n, '127.0.0.1:1');
  const transport = transportTo([self, memberAt(2n, second.server.address)]);
  await until('one is there', () => transport.connectedSinceMs(2n) === 5);
  assert.equal(transport.connectedSinceMs(3n), undefined);

  const newcomer = memberAt(3n, third.server.address);
  transport.follow([self, memberAt(2n, second.server.address), newcomer]);
  assert.equal(transport.activePeers, 1, 'the link that was there stays as it is');
  await until('both are there', () => transport.activePeers === 2);
  transport.follow([self, memberAt(2n, moved.server.address), newcomer]);
  await until('it is found where it has moved', () => transport.activePeers === 2);
  transport.send([message({ index: 4 }), message({ to: 3n, index: 5 })]);
  await until('they hear', () => moved.received.length === 1 && third.received.length === 1);
  assert.deepEqual(second.received, []);

  transport.follow([self, newcomer]);
  transport.send([message({ index: 6 }), message({ to: 3n, index: 7 })]);
  await until('who stays hears', () => third.received.length === 2);
  assert.equal(moved.received.length, 1);
  assert.equal(transport.activePeers, 1);
  transport.close();
});

test('a member tells who asks which cluster it is and who belongs to it', async () => {
  await using peer = await servePeer('127.0.0.1:0', 3n);
  const told = await askMembers(`http://${peer.server.address}`);
  assert.deepEqual(told, { clusterId, members: [memberAt(3n, 'a:1', 'b:2')] });
  await peer.server.close(0);
  await assert.rejects(askMembers(`http://${peer.server.address}`));
});

test('a peer says who it is and where it is reached, and is missed once when its stream is over', async () => {
  await using peer = await servePeer();
  const linked = linkTo(peer.server.address);
  await until('it is there', () => linked.link.active);
  assert.deepEqual(peer.met, [[1n, ['http://one:1']]]);
  linked.link.close();
  await until('it is missed', () => peer.left.length > 0);
  using foreign = linkTo(peer.server.address, 78n);
  await until('it is refused', () => foreign.unreachable.length > 0);
  assert.equal(peer.met.length, 1, 'who is refused was never met');
  assert.deepEqual(peer.left, [1n]);
});

test('who speaks to this member is answered where it says that it is, until it is known or gone', async () => {
  await using peer = await servePeer();
  const self = memberAt(1n, 'a:1');
  const transport = transportTo([self]);
  using open = new DisposableStack();
  open.defer(() => transport.close());
  const heard = (index: number): boolean => peer.received.some((one) => one.index === index);
  transport.send([message({ index: 1 })]);
  const url = `http://${peer.server.address}`;
  const leave = transport.meet(2n, ['unreadable', url]);
  const leaveAgain = transport.meet(2n, [url]);
  assert.ok(transport.clientOf(2n) !== undefined);
  await until('it hears', () => {
    transport.send([message({ index: 2 })]);
    return heard(2);
  });
  assert.equal(transport.activePeers, 0, 'it is no member');
  leave();
  assert.ok(transport.clientOf(2n) !== undefined, 'another stream of it is open');
  leaveAgain();
  assert.equal(transport.clientOf(2n), undefined);
  const leaveLater = transport.meet(2n, [url]);
  transport.follow([self, memberAt(2n, peer.server.address)]);
  leaveLater();
  await until('it is a member and hears', () => {
    transport.send([message({ index: 3 })]);
    return heard(3);
  });
  await until('it is known to answer', () => transport.activePeers === 1);
  assert.ok(!heard(1), 'nobody is told what was said before');
});

test('a member that has moved is answered where it says that it is before this one knows of it', async () => {
  await using peer = await servePeer();
  const self = memberAt(1n, 'a:1');
  const transport = transportTo([self, memberAt(2n, '127.0.0.1:1')]);
  using open = new DisposableStack();
  open.defer(() => transport.close());
  const leaveEarlier = transport.meet(2n, ['http://127.0.0.1:1']);
  const leave = transport.meet(2n, [`http://${peer.server.address}`]);
  leaveEarlier();
  await until('it hears', () => {
    transport.send([message({ index: 2 })]);
    return peer.received.length > 0;
  });
  await until('it is known to answer', () => transport.connectedSinceMs(2n) === 5);
  assert.equal(transport.activePeers, 0, 'it is not where the membership has it');
  leave();
  assert.equal(transport.clientOf(2n)?.address, '127.0.0.1:1');
});

test('somebody who does not say where it is, this member itself and a crowd are not answered', () => {
  const transport = transportTo([memberAt(1n, 'a:1')]);
  using open = new DisposableStack();
  open.defer(() => transport.close());
  transport.meet(2n, []);
  transport.meet(3n, ['no url', 'unix:/x']);
  transport.meet(1n, ['http://127.0.0.1:1']);
  for (let id = 10n; id < 40n; id++) transport.meet(id, ['http://127.0.0.1:1']);
  for (const id of [1n, 2n, 3n, 39n]) assert.equal(transport.clientOf(id), undefined);
  assert.ok(transport.clientOf(25n) !== undefined);
});
