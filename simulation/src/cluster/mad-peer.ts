// Somebody at the peer port who is no member, or a member that has gone mad: bytes that are no message,
// messages of another cluster or for somebody else, messages that no member would send, and states that
// are damaged, cut off or nobody's. All of it must be refused, and nobody may stop for it.
//
// Lies that look like a member's are not told: Raft believes its members.
import { Table } from '@cairn/backend';
import type { Random } from '@cairn/core';
import { cairn, fromBigInt } from '@cairn/proto';
import { EntryType, MessageType } from '@cairn/raft';
import type { Entry, Message } from '@cairn/raft';
import { PeerBatchEncoder, messageFields } from '@cairn/raft-node';
import { asBytes, peerService } from '@cairn/rpc';
import type { Host } from '../world/host.ts';
import type { RpcWorld } from '../world/rpc.ts';
import type { World } from '../world/world.ts';
import type { SimulatedMember } from './member.ts';

type Chunk = cairn.v1.SnapshotChunk.$Properties;

export interface MadPeerOptions {
  readonly world: World;
  readonly rpc: RpcWorld;
  readonly random: Random;
}

interface Pose {
  readonly clusterId: bigint;
  readonly from: bigint;
  readonly to: bigint;
}

const messagesMethod = asBytes(peerService.messages);

export class MadPeer {
  readonly #options: MadPeerOptions;
  readonly #host: Host;
  readonly #encoder = new PeerBatchEncoder();
  /** How many of its streams were refused. */
  refused = 0;

  constructor(options: MadPeerOptions, host: Host) {
    this.#options = options;
    this.#host = host;
    host.boot();
  }

  /** @param posesAs whose name it uses */
  strike(target: SimulatedMember, posesAs: SimulatedMember): void {
    const clusterId = target.replica?.clusterId;
    if (clusterId === undefined) return;
    const right = { clusterId, from: posesAs.id, to: target.id };
    const { world, random } = this.#options;
    world.schedule(0, this.#host, 'mad', () => {
      if (random.nextBelow(3) === 0) this.#sendState(target, right);
      else this.#sendMessages(target, right);
    });
  }

  #sendMessages(target: SimulatedMember, right: Pose): void {
    const { rpc, random } = this.#options;
    const stream = rpc.client(this.#host, target.peerAddress).openBidi(messagesMethod);
    stream.on('data', () => undefined);
    stream.on('error', () => {
      this.refused += 1;
    });
    stream.on('end', () => stream.cancel());
    for (const bytes of this.#conversation(right)) stream.write(bytes);
    if (random.nextBelow(2) === 0) stream.end();
  }

  #conversation(right: Pose): readonly Uint8Array[] {
    const { random } = this.#options;
    const message = messageOf(right, {});
    switch (random.nextBelow(4)) {
      case 0:
        return [this.#noise()];
      case 1: {
        const strange = { ...right, clusterId: right.clusterId ^ 1n };
        return [greeting(strange), this.#encoder.encode([message])];
      }
      case 2:
        return [greeting({ ...right, to: right.to ^ 1n }), this.#encoder.encode([message])];
      default:
        return [greeting(right), this.#encoder.encode([this.#mistake(right)])];
    }
  }

  /** Bytes that are no batch: the first one ends where there should be more. */
  #noise(): Uint8Array {
    const { random } = this.#options;
    const bytes = Uint8Array.from({ length: 2 + random.nextBelow(60) }, () =>
      random.nextBelow(256),
    );
    const tagOfMessages = 0x22;
    bytes[0] = tagOfMessages;
    bytes[1] = 0x7f;
    return bytes;
  }

  /** What can be read, and no member would send. */
  #mistake(pose: Pose): Message {
    const { random } = this.#options;
    const rubbish = Uint8Array.of(0xff, random.nextBelow(256), random.nextBelow(256));
    const append = { type: MessageType.appendRequest, term: 1_000, index: 5, logTerm: 3 };
    const mistakes: readonly Partial<Message>[] = [
      { from: pose.from ^ 1n },
      { to: pose.to ^ 1n },
      { type: 99 as MessageType },
      { ...append, entries: [entry(7, 3)] },
      { ...append, entries: [entry(6, 2)] },
      { ...append, entries: [entry(6, 1_001)] },
      { ...append, entries: [{ ...entry(6, 3), type: 9 as EntryType }] },
      { type: MessageType.propose, entries: [{ ...entry(0, 0), data: rubbish }] },
    ];
    return messageOf(pose, mistakes[random.nextBelow(mistakes.length)] ?? {});
  }

  #sendState(target: SimulatedMember, right: Pose): void {
    const { rpc, random } = this.#options;
    const stream = rpc.client(this.#host, target.peerAddress).openBidi(peerService.installSnapshot);
    stream.on('data', ({ installed }: cairn.v1.SnapshotAnswer) => {
      if (installed?.accepted === false) this.refused += 1;
    });
    stream.on('error', () => {
      this.refused += 1;
    });
    stream.on('end', () => stream.cancel());
    for (const chunk of stateOf(right, random)) stream.write(chunk);
    // Ends early, breaks off, or leaves the other one waiting.
    const ending = random.nextBelow(3);
    if (ending === 0) stream.end();
    else if (ending === 1) stream.cancel();
  }
}

function greeting({ clusterId, from, to }: Pose): Uint8Array {
  const fields = {
    cluster_id: fromBigInt(clusterId, 'unsigned'),
    from: fromBigInt(from, 'unsigned'),
    to: fromBigInt(to, 'unsigned'),
  };
  return cairn.v1.PeerBatch.encode(fields).finish();
}

function entry(index: number, term: number): Entry {
  return { index, term, type: EntryType.normal, data: new Uint8Array(0) };
}

function messageOf({ from, to }: Pose, fields: Partial<Message>): Message {
  return {
    type: MessageType.appendRequest,
    to,
    from,
    term: 1_000,
    logTerm: 0,
    index: 0,
    commit: 0,
    entries: [],
    reject: false,
    rejectHint: 0,
    context: 0,
    snapshot: undefined,
    ...fields,
  };
}

/** None of them is complete. */
function stateOf(right: Pose, random: Random): readonly Chunk[] {
  const confState = {
    voters: [right.from],
    learners: [],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  };
  const snapshot = { index: 1_000_000, term: 1_000, confState };
  const head = (pose: Pose): Chunk => ({
    cluster_id: fromBigInt(pose.clusterId, 'unsigned'),
    snapshot_id: random.nextUint32(),
    message: messageFields(messageOf(pose, { type: MessageType.snapshot, snapshot })),
  });
  const record = { table: Table.key, key: Uint8Array.of(1), value: Uint8Array.of(2) };
  const damaged: Chunk = { records: [record], crc: 1 };
  switch (random.nextBelow(4)) {
    case 0:
      return [damaged];
    case 1:
      return [head({ ...right, clusterId: right.clusterId ^ 1n }), damaged];
    case 2:
      return [head({ ...right, to: right.to ^ 1n }), damaged];
    default:
      return random.nextBelow(2) === 0 ? [head(right)] : [head(right), damaged];
  }
}
