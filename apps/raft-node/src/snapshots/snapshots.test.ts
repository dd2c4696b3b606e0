// From a member that has the state to one that needs it: over gRPC, into a directory of files.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { MemoryBackend } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { fromBigInt } from '@cairn/proto';
import type { cairn } from '@cairn/proto';
import { MessageType } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import { computeClusterId } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import { RpcClient, peerService, serve } from '@cairn/rpc';
import { DataDirectory } from '../data-directory.ts';
import { messageFields } from '../peers/message-codec.ts';
import { PeerService } from '../peers/peer-service.ts';
import { message } from '../testing/messages.ts';
import { recordingLogger } from '../testing/quiet-logger.ts';
import { TestMembers, newMembers } from '../testing/test-members.ts';
import type { TestMember } from '../testing/test-members.ts';
import { until } from '../testing/until.ts';
import { Turns } from '../turns.ts';
import { recordCrc } from './pinned-snapshot.ts';
import { SendRate } from './send-rate.ts';
import { SnapshotReceiver } from './snapshot-receiver.ts';
import { SnapshotSender } from './snapshot-sender.ts';

type Chunk = cairn.v1.SnapshotChunk.$Properties;
type Answer = { readonly accepted: boolean; readonly reason: string };

interface Receiving extends AsyncDisposable {
  readonly data: DataDirectory;
  readonly backendDirectory: string;
  readonly client: RpcClient;
  /** Sends chunks by hand; what is not ended goes on later. */
  readonly send: (chunks: readonly Chunk[], end?: boolean) => Sending;
}

interface Sending {
  readonly answer: Promise<Answer>;
  /** Chunks that the receiver had when this stream began. */
  readonly resume: Promise<number>;
  readonly stream: { cancel(): void };
}

/** The receiving half of a member: files, and the service that others reach. */
async function receiving(replica: () => Replica, keepPartMs: number): Promise<Receiving> {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-snapshot-'));
  const data = new DataDirectory(directory, () => undefined);
  const { logger } = recordingLogger();
  const ids = newMembers(3).map(({ id }) => id);
  const [self] = ids as [bigint];
  const clusterId = computeClusterId(ids);
  const snapshots = new SnapshotReceiver({
    clusterId,
    self,
    logger,
    stage: (records, position) => data.stage(records, position),
    activate: async () => {
      await replica().backend.close();
      return await data.activateStaged();
    },
    discard: () => data.discardStaged(),
    offer: (staged) => replica().receiveSnapshot(staged),
    keepPartMs,
  });
  const onMessages = (): void => undefined;
  const service = new PeerService({
    clusterId,
    self,
    logger,
    onMet: () => () => undefined,
    onMessages,
    snapshots,
    isRemoved: () => false,
    members: () => Promise.resolve([]),
    hashKv: () => undefined,
  });
  const server = await serve('127.0.0.1:0', [service.served]);
  const client = new RpcClient(server.address);
  return {
    data,
    backendDirectory: join(directory, 'member', 'backend'),
    client,
    send: (chunks, end = true) => send(client, chunks, end),
    [Symbol.asyncDispose]: async () => {
      client.close();
      await server.close(0);
      rmSync(directory, { recursive: true });
    },
  };
}

function send(client: RpcClient, chunks: readonly Chunk[], end: boolean): Sending {
  const answer = Promise.withResolvers<Answer>();
  const resume = Promise.withResolvers<number>();
  const stream = client.openBidi(peerService.installSnapshot);
  stream.on('data', (said: cairn.v1.SnapshotAnswer) => {
    if (said.resume != null) resume.resolve(said.resume.chunks ?? 0);
    if (said.installed == null) return;
    const { accepted = false, reason = '' } = said.installed;
    answer.resolve({ accepted, reason } as Answer);
  });
  stream.on('error', ({ message: reason }) => answer.resolve({ accepted: false, reason }));
  for (const chunk of chunks) stream.write(chunk);
  if (end) stream.end();
  return { answer: answer.promise, resume: resume.promise, stream };
}

interface Cluster extends AsyncDisposable {
  readonly group: TestMembers;
  readonly leader: TestMember;
  readonly late: TestMember;
  readonly to: Receiving;
  readonly sender: SnapshotSender;
  readonly warnings: string[];
  /** After how many chunks the transfers that succeeded had begun. */
  readonly resumed: number[];
  /** The message with which the leader wants to begin a transfer. */
  readonly needed: Message;
}

/** Three members; one has files, was away for too long, and nothing is sent to it yet. */
async function cluster({ keepPartMs = 60_000, keepPictureMs = 60_000 } = {}): Promise<Cluster> {
  let late: TestMember | undefined;
  const to = await receiving(() => (late as TestMember).replica, keepPartMs);
  let opened = 0;
  const backend = (): Promise<Backend> =>
    ++opened === 1 ? to.data.openBackend() : Promise.resolve(new MemoryBackend());
  const group = await TestMembers.start(3, { backend });
  late = group.members[0] as TestMember;
  const away = late.member.id;
  group.deliver = (sent) => sent.from !== away && sent.to !== away;
  const leader = await group.until('a leader', () =>
    group.members.find(({ replica }) => replica.role === 'leader'),
  );
  await group.grant(leader.replica, 7);
  await group.put(leader.replica, 'leased', '1', 7);
  await group.fill(leader.replica, 3_000, 'x'.repeat(500));
  // The log is cut behind what the backend has on disk.
  await leader.replica.backend.flush();
  await group.put(leader.replica, 'x', '1');
  let needed: Message | undefined;
  group.onSnapshot = (sent) => (needed ??= sent);
  group.deliver = () => true;
  await group.until('a snapshot is needed', () => needed);
  const { logger, lines } = recordingLogger();
  const sender = new SnapshotSender({
    clusterId: leader.replica.clusterId,
    logger,
    turns: new Turns(),
    rate: new SendRate({ bytesPerSecond: 0 }),
    replica: () => leader.replica,
    keepPictureMs,
  });
  return {
    group,
    leader,
    late,
    to,
    sender,
    get warnings() {
      return lines.filter(({ level }) => level === 'warn').map(({ text }) => text);
    },
    get resumed() {
      const counts = lines.map(({ text }) => /"resumedAfterChunks":(\d+)/.exec(text)?.[1]);
      return counts.filter((count) => count !== undefined).map(Number);
    },
    needed: needed as unknown as Message,
    [Symbol.asyncDispose]: async () => {
      await group[Symbol.asyncDispose]();
      await to[Symbol.asyncDispose]();
    },
  };
}

async function assertCaughtUp({ group, leader, late }: Cluster): Promise<void> {
  await group.put(leader.replica, 'after', '1');
  const index = leader.replica.appliedIndex;
  await until('it has caught up', () => {
    group.tick();
    return late.replica.appliedIndex >= index;
  });
  const hashes = [leader, late].map(({ replica }) => replica.machine.store.hashKv(0).hash);
  assert.equal(hashes[0], hashes[1]);
  assert.deepEqual(late.replica.machine.leases.table.keys(7n), ['leased']);
}

function positionOf({ leader, late }: Cluster): Message {
  const { index, term } = leader.replica.backend.applied;
  const { confState } = leader.replica.status;
  return message({
    type: MessageType.snapshot,
    to: late.member.id,
    from: leader.member.id,
    term: leader.replica.term,
    snapshot: { index, term, confState },
  });
}

function head(c: Cluster, fields: Partial<Message> = {}): Chunk {
  return {
    cluster_id: fromBigInt(c.late.replica.clusterId, 'unsigned'),
    message: messageFields({ ...positionOf(c), ...fields }),
  };
}

test('a member that needs the state gets it, installs it and goes on with the log', async () => {
  await using c = await cluster();
  c.sender.send(c.needed, c.to.client);
  await until('it is installed', () => c.late.replica.appliedIndex > 3_000);
  await assertCaughtUp(c);
  assert.deepEqual(c.warnings, []);
  await c.late.replica.stop();
  const { index } = c.late.replica.backend.applied;
  await c.late.replica.backend.close();
  const reopened = await c.to.data.openBackend();
  assert.equal(reopened.applied.index, index, 'it is what a restart finds');
  await reopened.close();
});

test('only one transfer to a member is under way at a time', async () => {
  await using c = await cluster();
  let opened = 0;
  const { openBidi } = c.to.client;
  c.to.client.openBidi = ((...args: Parameters<typeof openBidi>) => {
    opened += 1;
    return openBidi.apply(c.to.client, args);
  }) as typeof openBidi;
  c.sender.send(c.needed, c.to.client);
  c.sender.send(c.needed, c.to.client);
  await until('it is installed', () => c.late.replica.appliedIndex > 3_000);
  assert.equal(opened, 1);
  await assertCaughtUp(c);
});

test('a transfer that breaks in the middle leaves nothing behind and is begun anew', async () => {
  await using c = await cluster();
  const { backend } = c.leader.replica;
  const { snapshot } = backend;
  backend.snapshot = async () => {
    const picture = await snapshot.call(backend);
    const scan = picture.scan.bind(picture);
    picture.scan = function* (...args: Parameters<typeof scan>) {
      let records = 0;
      for (const record of scan(...args)) {
        if (++records > 2_000) throw new Error('disk');
        yield record;
      }
    };
    return picture;
  };
  c.sender.send(c.needed, c.to.client);
  await until('it has failed', () => c.warnings.length > 0);
  assert.match(c.warnings[0] ?? '', /could not send a snapshot.*disk/);
  backend.snapshot = snapshot;
  assert.ok(c.late.replica.appliedIndex < 10);
  await until('the receiver is free again', () => {
    if (c.late.replica.appliedIndex > 3_000) return true;
    c.sender.send(c.needed, c.to.client);
    return false;
  });
  await assertCaughtUp(c);
});

const record = { table: 0, key: Uint8Array.of(1, 2, 3), value: Uint8Array.of(4) };

test('a damaged chunk and an unknown table are refused, and nothing changes or is kept', async () => {
  await using c = await cluster();
  const crc = recordCrc(record, 0);
  const unknown = { ...record, table: 99 };
  const cases: readonly (readonly [readonly Chunk[], RegExp])[] = [
    [[head(c), { records: [record], crc: crc + 1 }], /checksum is wrong/],
    [[head(c), { records: [record], crc }, { last: true, crc: crc + 1 }], /checksum is wrong/],
    [[head(c), { records: [unknown], crc: recordCrc(unknown, 0) }], /unknown table/],
  ];
  for (const [chunks, reason] of cases) {
    const { accepted, reason: said } = await c.to.send(chunks).answer;
    assert.equal(accepted, false);
    assert.match(said, reason);
    assert.equal(existsSync(`${c.to.backendDirectory}.receiving`), false, 'nothing is left');
  }
  assert.ok(c.late.replica.appliedIndex < 10);
  c.sender.send(c.needed, c.to.client);
  await until('a good one is taken', () => c.late.replica.appliedIndex > 3_000);
  await assertCaughtUp(c);
});

test('a part waits for a stream that goes on from there, and only for a while', async () => {
  await using c = await cluster({ keepPartMs: 50 });
  const first = { ...head(c), snapshot_id: 7 };
  const crc = recordCrc(record, 0);
  const early = c.to.send([first, { records: [record], crc }]);
  const { accepted, reason } = await early.answer;
  assert.deepEqual({ accepted, reason }, { accepted: false, reason: 'the snapshot ended early' });
  assert.equal(await early.resume, 0);
  assert.equal(await c.to.send([first], false).resume, 1, 'the chunk is there');
  const other = c.to.send([{ ...first, snapshot_id: 8 }], false);
  assert.equal(await other.resume, 0, 'of another picture there is nothing');
  other.stream.cancel();
  await until('it is given up', () => !existsSync(`${c.to.backendDirectory}.receiving`));
});

test('a sender that dies in the middle does not keep others out', async () => {
  await using c = await cluster();
  const dying = c.to.send([head(c)], false);
  await dying.resume;
  const stranger = { from: 99n };
  const second = await c.to.send([head(c, stranger)]).answer;
  assert.deepEqual(second, { accepted: false, reason: 'another snapshot is arriving' });
  const newer = c.to.send([head(c, { ...stranger, term: c.leader.replica.term + 1 })], false);
  assert.equal(await newer.resume, 0, 'a leader of a later term knows better');
  newer.stream.cancel();
  dying.stream.cancel();
  const taken = (): boolean => c.late.replica.appliedIndex > 3_000;
  await until('the leader can send again', () => {
    c.sender.send(c.needed, c.to.client);
    return taken();
  });
});

/** Cuts the connection of the sender once so many chunks have been written. */
function cutAfter(c: Cluster, chunks: number): void {
  const { client } = c.to;
  const { openBidi } = client;
  client.openBidi = ((...args: Parameters<typeof openBidi>) => {
    const stream = openBidi.apply(client, args);
    const write = stream.write.bind(stream);
    let written = 0;
    stream.write = ((chunk: Chunk): boolean => {
      const more = write(chunk);
      if (++written === chunks + 1) client.openBidi = openBidi;
      if (written === chunks + 1) setImmediate(() => stream.cancel());
      return more;
    }) as typeof stream.write;
    return stream;
  }) as typeof openBidi;
}

test('a transfer whose connection breaks goes on where it stopped, from the same picture', async () => {
  await using c = await cluster();
  let pictures = 0;
  const { backend } = c.leader.replica;
  const { snapshot } = backend;
  backend.snapshot = () => {
    pictures += 1;
    return snapshot.call(backend);
  };
  cutAfter(c, 3);
  c.sender.send(c.needed, c.to.client);
  await until('it broke', () => c.warnings.length > 0);
  assert.match(c.warnings[0] ?? '', /could not send a snapshot.*BrokenTransferError/);
  await c.group.put(c.leader.replica, 'written meanwhile', '1');
  await until('it is installed', () => {
    c.sender.send(c.needed, c.to.client);
    return c.late.replica.appliedIndex > 3_000;
  });
  assert.equal(pictures, 1);
  const resumed = await until('the sender knows', () => c.resumed[0]);
  assert.ok(resumed >= 1, `it went on after ${resumed} chunks`);
  await assertCaughtUp(c);
});

test('a picture that is too old to go on from is not sent', async () => {
  await using c = await cluster({ keepPictureMs: 20 });
  let pictures = 0;
  let open = 0;
  const { backend } = c.leader.replica;
  const { snapshot } = backend;
  backend.snapshot = async () => {
    const picture = await snapshot.call(backend);
    pictures += 1;
    open += 1;
    const close = picture.close.bind(picture);
    picture.close = () => {
      open -= 1;
      close();
    };
    return picture;
  };
  cutAfter(c, 3);
  c.sender.send(c.needed, c.to.client);
  await until('it broke, and the picture was let go', () => c.warnings.length > 0 && open === 0);
  await until('it is installed', () => {
    c.sender.send(c.needed, c.to.client);
    return c.late.replica.appliedIndex > 3_000;
  });
  assert.equal(pictures, 2);
  await until('nothing is pinned', () => open === 0);
});

test('what is not meant for this member is refused before anything is written', async () => {
  await using c = await cluster();
  const foreign = { ...head(c), cluster_id: 1 };
  const cases: readonly (readonly [readonly Chunk[], string])[] = [
    [[], 'the snapshot has no head'],
    [[{ records: [record] }], 'the snapshot has no head'],
    [[foreign], 'cluster ID mismatch'],
    [[head(c, { to: 5n })], 'member ID mismatch: the snapshot is for another member'],
    [[head(c, { snapshot: undefined })], 'the snapshot has no position'],
  ];
  for (const [chunks, reason] of cases) {
    assert.deepEqual(await c.to.send(chunks).answer, { accepted: false, reason });
  }
  assert.equal(existsSync(`${c.to.backendDirectory}.receiving`), false);
});

test('a snapshot that comes too late is discarded', async () => {
  await using c = await cluster();
  const old = head(c);
  c.sender.send(c.needed, c.to.client);
  await until('it is installed', () => c.late.replica.appliedIndex > 3_000);
  await assertCaughtUp(c);
  const answer = await c.to.send([old, { last: true, crc: 0 }]).answer;
  assert.deepEqual(answer, { accepted: false, reason: 'the snapshot came too late' });
  assert.equal(existsSync(`${c.to.backendDirectory}.receiving`), false);
  await assertCaughtUp(c);
});

test('a member that stops takes no snapshot', async () => {
  await using c = await cluster();
  await c.late.replica.stop();
  const answer = await c.to.send([head(c), { last: true, crc: 0 }]).answer;
  assert.deepEqual(answer, {
    accepted: false,
    reason: 'the member cannot take a snapshot now',
  });
});
