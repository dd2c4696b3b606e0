// What one life of a member says to the others, and hears from them. Messages go to where the membership, as
// this member knows it, has the other one; whoever lives there looks at who speaks and whom it means, as the
// product's peer service does, and tells a former member that it is one.
import type { MemoryBackend } from '@cairn/backend';
import type { ClusterId, MemberId, Random } from '@cairn/core';
import { MessageType } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import { farewellMs, greetingMistake, removedText } from '@cairn/raft-node';
import { loadConfState, wasRemoved } from '@cairn/replica';
import type { Member, Replica } from '@cairn/replica';
import { holds } from '../checkers/violation.ts';
import type { Host } from '../world/host.ts';
import type { MemberSurroundings, SimulatedMember } from './member.ts';
import { PeerLinks } from './peer-links.ts';

export interface PeerTrafficOptions {
  readonly around: MemberSurroundings;
  readonly host: Host;
  readonly self: MemberId;
  readonly clusterId: ClusterId;
  readonly replica: () => Replica;
  readonly random: Random;
  /** Who is known to begin with. */
  readonly members: readonly Member[];
  /** Somebody says that this member is none any more. */
  readonly onRemoved: () => void;
  /** An error of a disk that was made to fail is nobody's fault. */
  readonly onError: (error: Error) => void;
}

/** How a stream of messages begins. */
interface Greeting {
  readonly clusterId: ClusterId;
  readonly from: MemberId;
  readonly to: MemberId;
}

export class PeerTraffic {
  readonly links: PeerLinks;
  readonly #options: PeerTrafficOptions;
  readonly #life: number;
  /** Who has left in this life, and when. */
  readonly #leftAtMs = new Map<MemberId, number>();
  #members: readonly Member[];

  constructor(options: PeerTrafficOptions) {
    const { around, host, members, self } = options;
    const { tickMs, electionTicks } = around.settings;
    this.#options = options;
    this.#life = host.life;
    this.#members = members;
    this.links = new PeerLinks(() => around.world.nowMs, 2 * tickMs * electionTicks);
    this.links.follow(members, self);
  }

  follow(members: readonly Member[]): void {
    const { around, self } = this.#options;
    for (const { id } of this.#members) {
      if (!members.some((member) => member.id === id)) this.#leftAtMs.set(id, around.world.nowMs);
    }
    this.#members = members;
    this.links.follow(members, self);
  }

  /** Says to everybody who this is. Streams between members do so when they are opened. */
  greet(): void {
    const { around, host } = this.#options;
    for (const to of this.links.peers) {
      const target = this.#targetOf(to);
      if (target === undefined) continue;
      around.network.send(host, target.host, 'greeting', () => {
        target.traffic?.hears(this.#greeting(to), this);
      });
    }
  }

  send(messages: readonly Message[]): void {
    const { around, host, random } = this.#options;
    for (const message of messages) {
      const target = this.#targetOf(message.to);
      if (target === undefined) continue;
      if (message.type === MessageType.snapshot) {
        this.#sendSnapshot(message, target).catch(this.#options.onError);
        continue;
      }
      const arrives = around.network.send(host, target.host, 'peer', () => {
        target.traffic?.takes(message, this.#greeting(message.to), this);
      });
      if (!arrives && random.nextBelow(3) === 0) this.#reportUnreachable(message.to);
    }
  }

  /** Answers with a sign of life, or with why not. */
  hears(greeting: Greeting, sender: PeerTraffic): void {
    if (!this.#admits(greeting, sender)) return;
    const { around, host, self } = this.#options;
    around.network.send(host, sender.#options.host, 'notice', () => {
      if (sender.#isAlive) sender.links.heard(self);
    });
  }

  takes(message: Message, greeting: Greeting, sender: PeerTraffic): void {
    if (!this.#admits(greeting, sender)) return;
    this.links.heard(greeting.from);
    this.#options.replica().receive([message]);
  }

  get #isAlive(): boolean {
    return this.#options.host.life === this.#life;
  }

  #greeting(to: MemberId): Greeting {
    const { clusterId, self } = this.#options;
    return { clusterId, from: self, to };
  }

  #targetOf(id: MemberId): SimulatedMember | undefined {
    const url = this.links.urlOf(id);
    return url === undefined ? undefined : this.#options.around.machineAt(url);
  }

  #admits(greeting: Greeting, sender: PeerTraffic): boolean {
    if (!this.#isAlive) return false;
    const { around, host, self, clusterId } = this.#options;
    const isRemoved = (id: MemberId): boolean => this.#isRemoved(id);
    const mistake = greetingMistake({ clusterId, self, isRemoved }, greeting);
    if (mistake === undefined) return true;
    if (mistake === removedText) {
      around.network.send(host, sender.#options.host, 'refusal', () => {
        if (sender.#isAlive) sender.#options.onRemoved();
      });
    }
    return false;
  }

  #isRemoved(id: MemberId): boolean {
    const replica = this.#options.replica();
    if (!replica.readable || !wasRemoved(replica.backend, id)) return false;
    // Who is just leaving is listened to for a while: it may have to hand over.
    const leftAtMs = this.#leftAtMs.get(id) ?? -Infinity;
    return this.#options.around.world.nowMs - leftAtMs >= farewellMs;
  }

  #reportUnreachable(peer: MemberId): void {
    const { around, host, replica } = this.#options;
    around.world.schedule(around.network.delayUs(), host, 'report', () => {
      replica().reportUnreachable(peer);
    });
  }

  /** The state as it is now, in one piece. (Slices and their checksums are tested with real streams.) */
  async #sendSnapshot(message: Message, target: SimulatedMember): Promise<void> {
    const { around, host, replica } = this.#options;
    const { network, world, tweaks } = around;
    const backend = await target.disk.receive(replica().backend);
    const { index, term } = backend.applied;
    const confState = loadConfState(backend);
    holds(
      'snapshot',
      message.snapshot !== undefined && confState !== undefined,
      () => 'a snapshot message says what it is of, and a state what the members are',
    );
    if (confState === undefined) return;
    const snapshot = tweaks.snapshotMeta({ index, term, confState });
    let isAnswered = false;
    const answer = (outcome: 'installed' | 'failed'): void => {
      if (isAnswered) return;
      isAnswered = true;
      replica().reportSnapshot(message.to, outcome);
    };
    let isTaken = false;
    network.send(host, target.host, 'snapshot', () => {
      // It comes over a connection: never twice.
      if (isTaken) return;
      isTaken = true;
      world.line(() => `receives the state of ${index}`);
      const accepted = this.#isTakenBy(target, { ...message, snapshot }, backend);
      network.send(target.host, host, 'snapshot answer', () => {
        answer(accepted ? 'installed' : 'failed');
      });
    });
    // Whatever became of it, the connection breaks in the end.
    world.schedule(network.patienceUs(), host, 'snapshot over', () => answer('failed'));
  }

  #isTakenBy(target: SimulatedMember, message: Message, backend: MemoryBackend): boolean {
    const isMeant = message.to === target.id;
    return isMeant && target.takeSnapshot(message, backend);
  }
}
