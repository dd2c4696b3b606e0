// What one life of a member says to the others, and hears from them. Messages go to where the membership, as
// this member knows it, has the other one; whoever lives there looks at who speaks and whom it means, as the
// product's peer service does, and tells a former member that it is one.
import type { ClusterId, MemberId, Random } from '@cairn/core';
import { MessageType } from '@cairn/raft';
import type { Message } from '@cairn/raft';
import { farewellMs, greetingMistake, messageMistake, removedText } from '@cairn/raft-node';
import { wasRemoved } from '@cairn/replica';
import type { Member, Replica } from '@cairn/replica';
import type { Host } from '../world/host.ts';
import { SafetyViolation } from '../world/world.ts';
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
  /** The whole state does not travel with the messages. */
  readonly sendSnapshot: (message: Message, target: SimulatedMember) => void;
}

/** How a stream of messages begins. */
interface Greeting {
  readonly clusterId: ClusterId;
  readonly from: MemberId;
  readonly to: MemberId;
  /** Where the speaker lives. */
  readonly url: string;
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
    const { around, host, random, self, sendSnapshot } = this.#options;
    for (const message of messages) {
      const mistake = messageMistake(message, self, message.to);
      if (mistake !== undefined) {
        around.world.violate(new SafetyViolation('admission', `a member sends ${mistake}`));
      }
      const target = this.#targetOf(message.to);
      if (target === undefined) continue;
      if (message.type === MessageType.snapshot) {
        sendSnapshot(message, target);
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
    this.links.meet(greeting.from, greeting.url);
    const { around, host, self } = this.#options;
    around.network.send(host, sender.#options.host, 'notice', () => {
      if (sender.#isAlive) sender.links.heard(self);
    });
  }

  takes(message: Message, greeting: Greeting, sender: PeerTraffic): void {
    if (!this.#admits(greeting, sender)) return;
    this.links.heard(greeting.from);
    this.links.meet(greeting.from, greeting.url);
    this.#options.replica().receive([message]);
  }

  get #isAlive(): boolean {
    return this.#options.host.life === this.#life;
  }

  #greeting(to: MemberId): Greeting {
    const { clusterId, self } = this.#options;
    return { clusterId, from: self, to, url: this.links.ownUrl };
  }

  #targetOf(id: MemberId): SimulatedMember | undefined {
    const { around } = this.#options;
    const machineAt = (url: string | undefined): SimulatedMember | undefined =>
      url === undefined ? undefined : around.machineAt(url);
    // Where nobody is it does not answer.
    return machineAt(this.links.urlOf(id)) ?? machineAt(this.links.guestUrlOf(id));
  }

  #admits(greeting: Greeting, sender: PeerTraffic): boolean {
    if (!this.#isAlive) return false;
    const { around, host, self, clusterId } = this.#options;
    const isRemoved = (id: MemberId): boolean => around.tweaks.isRemoved(this.#isRemoved(id));
    const mistake = around.tweaks.mistake(
      greetingMistake({ clusterId, self, isRemoved }, greeting),
    );
    if (mistake === undefined) return this.#isOfThisCluster(sender);
    if (mistake === removedText) {
      around.network.send(host, sender.#options.host, 'refusal', () => {
        if (sender.#isAlive) sender.#options.onRemoved();
      });
    }
    return false;
  }

  /** As it is known from outside, whatever was said. */
  #isOfThisCluster(sender: PeerTraffic): boolean {
    const { around, host } = this.#options;
    if (sender.#options.around.checks === around.checks) return true;
    const text = `${host.name} listens to ${sender.#options.host.name}, of another cluster`;
    around.world.violate(new SafetyViolation('admission', text));
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
}
