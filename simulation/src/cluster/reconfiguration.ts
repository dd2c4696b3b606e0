// Whoever looks after the cluster: adds members and sets machines up for them, promotes, removes, replaces and
// moves them, as people do: one thing at a time or several at once, at members that may be slow, down or gone,
// and again when it was refused. Requests go by a connection to a member, as a gateway's do. What came of one
// nobody has answered shows in the list of the members, and a machine is set up for whoever is on it.
import type { MemberId, Random } from '@cairn/core';
import { NodeLink, nodeMethod } from '@cairn/client-gateway';
import type { NodeMethod } from '@cairn/client-gateway';
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { RequestKind, computeAddedMemberId, encodeMembersChange } from '@cairn/replica';
import type { Member, MemberChange } from '@cairn/replica';
import type { MembershipState } from '../checkers/membership.ts';
import type { Host } from '../world/host.ts';
import { SafetyViolation } from '../world/world.ts';
import type { SimulatedCluster } from './cluster.ts';
import { flagMistakes } from './joining.ts';
import type { SimulatedMember } from './member.ts';
import { pick } from './settings.ts';
import type { MemberChangeKind, MembershipSettings } from './settings.ts';
import { silentLogger } from './silent-logger.ts';

/** Not as patient as a client: there is more to do. */
const requestTimeoutMs = 700;
const membersMax = 7;
/** Machines there ever are. */
export const machinesMax = 12;
const tries = 4;

type Answer = 'done' | 'refused';

export class Reconfiguration {
  readonly host: Host;
  readonly #cluster: SimulatedCluster;
  readonly #settings: MembershipSettings;
  readonly #random: Random;
  /** What was begun, and how often it was done. */
  readonly counts: Map<string, number> = new Map();
  #isOver = false;
  #ports = 2380;

  constructor(cluster: SimulatedCluster, settings: MembershipSettings, host: Host) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#random = cluster.world.fork();
    this.host = host;
    host.boot();
    cluster.checks.membership.onChange = (state) => this.#follow(state);
  }

  /** Nothing new is begun. Machines are still set up for who has become a member. */
  rest(): void {
    this.#isOver = true;
  }

  /** Something that is drawn. */
  act(): void {
    this.strike(pick(this.#random, this.#settings.changes));
  }

  strike(kind: MemberChangeKind): void {
    const { world } = this.#cluster;
    this.#count(kind);
    world.line(() => `reconfiguration: ${kind}`);
    world.schedule(0, this.host, 'change', () => {
      this.#run(kind).catch((error: unknown) => world.violate(error as Error));
    });
  }

  async #run(kind: MemberChangeKind): Promise<void> {
    switch (kind) {
      case 'addVoter':
        return void (await this.add(false));
      case 'addLearner':
        return void (await this.add(true));
      case 'promote':
        return await this.promote();
      case 'learnAndPromote':
        if ((await this.add(true)) === 'done') await this.promote();
        return;
      case 'remove':
        return void (await this.remove(this.#spared(this.#victim())));
      case 'removeLeader':
        return void (await this.remove(this.#spared(this.#cluster.leader)));
      case 'replace':
        return await this.#replace(this.#spared(this.#victim()));
      case 'swap':
        return this.#swap();
      case 'move':
        return await this.#move(this.#victim());
      case 'moveLeader':
        return await this.#moveLeader();
      case 'grow':
        for (let i = 0; i < 2; i++) await this.add(this.#random.nextBelow(3) === 0);
        return;
      case 'shrink':
        for (let i = 0; i < 2 && this.#members.length > 1; i++)
          await this.remove(this.#spared(this.#victim()));
        return;
      case 'startRemoved':
        return this.#startRemoved();
      case 'foundAnother':
        return this.#foundAnother();
    }
  }

  get #latest(): MembershipState {
    return this.#cluster.checks.membership.latest;
  }

  get #members(): readonly Member[] {
    return this.#latest.members;
  }

  async add(
    isLearner: boolean,
    machine: SimulatedMember | undefined = this.#freeMachine(),
  ): Promise<Answer> {
    if (machine === undefined || this.#members.length >= membersMax) return 'refused';
    const peerURLs = [...machine.urls].slice(-1);
    const request = etcdserverpb.MemberAddRequest.encode({ peerURLs, isLearner });
    return await this.#insist(nodeMethod.memberAdd, () => {
      // An earlier try may have been done, and its member moved on: there is room for one on a machine.
      return this.#isMember(machine.id) ? undefined : request.finish();
    });
  }

  async promote(): Promise<void> {
    await this.#insist(nodeMethod.memberPromote, () => {
      const learner = this.#anyOf(this.#latest.learners);
      if (learner === undefined) return undefined;
      return etcdserverpb.MemberPromoteRequest.encode({ ID: wire(learner) }).finish();
    });
  }

  async remove(machine: SimulatedMember | undefined): Promise<Answer> {
    if (machine === undefined) return 'refused';
    const { id } = machine;
    return await this.#insist(nodeMethod.memberRemove, () => {
      return etcdserverpb.MemberRemoveRequest.encode({ ID: wire(id) }).finish();
    });
  }

  /** Its disk is lost, or it is given a new one: removed, and added again where it was. */
  async #replace(machine: SimulatedMember | undefined): Promise<void> {
    if (machine === undefined) return;
    const { id } = machine;
    // Now and then somebody has pulled the plug first.
    if (machine.host.isUp && this.#random.nextBelow(2) === 0) machine.losePower();
    if ((await this.remove(machine)) !== 'done' || machine.id !== id) return;
    await this.add(this.#random.nextBelow(2) === 0, machine);
  }

  /** Several at once, as only a replica can be asked: a joint configuration. */
  #swap(): void {
    const target = this.#anyOf(this.#cluster.members.filter(({ host }) => host.isUp));
    if (target === undefined) return;
    const leaving = shuffled(this.#random, this.#members).slice(0, 1 + this.#random.nextBelow(2));
    const changes: MemberChange[] = leaving.map(({ id }) => ({ kind: 'remove', id }));
    for (let i = this.#random.nextBelow(3); i > 0; i--) {
      const machine = this.#freeMachine();
      if (machine === undefined) continue;
      const peerUrls = [...machine.urls].slice(-1);
      const id = computeAddedMemberId(peerUrls, this.#random.nextUint32());
      changes.push({ kind: 'add', member: { id, peerUrls, isLearner: false } });
    }
    const learner = this.#anyOf(this.#latest.learners);
    if (learner !== undefined && !leaving.some(({ id }) => id === learner)) {
      changes.push({ kind: 'promote', id: learner });
    }
    const body = encodeMembersChange({ changes, learnersMax: this.#settings.learnersMax });
    const { replica } = target;
    this.#cluster.world.schedule(0, target.host, 'swap', () => {
      replica?.propose(RequestKind.membersChange, body, (outcome) => {
        if (outcome.kind === 'done') this.#count('swap done');
      });
    });
  }

  /** It listens at another place, too, and at the former one until all the others know. */
  async #move(machine: SimulatedMember | undefined): Promise<void> {
    if (machine === undefined) return;
    const { id } = machine;
    const former = [...machine.urls];
    const url = `http://${machine.host.name}:${++this.#ports}`;
    machine.urls.add(url);
    const answer = await this.#insist(nodeMethod.memberUpdate, () => {
      return etcdserverpb.MemberUpdateRequest.encode({ ID: wire(id), peerURLs: [url] }).finish();
    });
    if (answer !== 'done') return;
    for (let i = 0; i < tries && !this.#isOver; i++) {
      await this.#pause(100);
      if (machine.id !== id || !this.#isKnownAt(id, url)) continue;
      for (const each of former) machine.urls.delete(each);
      return;
    }
  }

  /** To all the others: one that does not could not answer a candidate there, and be missed for ever. */
  #isKnownAt(id: MemberId, url: string): boolean {
    return this.#members.every((other) => {
      const { replica } = this.#cluster.memberOf(other.id) ?? {};
      const known = replica?.machine.members.find((member) => member.id === id);
      return known?.peerUrls[0] === url;
    });
  }

  async #moveLeader(): Promise<void> {
    const { leader } = this.#cluster;
    const to = this.#anyOf(this.#latest.voters);
    if (leader === undefined || to === undefined) return;
    const request = etcdserverpb.MoveLeaderRequest.encode({ targetID: wire(to) }).finish();
    if ((await this.#ask(leader, nodeMethod.moveLeader, request)) === 'done') {
      this.#count('moveLeader done');
    }
  }

  /** Somebody has not heard that it was removed, and starts it on the data it had. */
  #startRemoved(): void {
    const former = this.#cluster.members.filter(
      ({ host, isDeparted, isLost, id }) =>
        !host.isUp && isDeparted && !isLost && !this.#isMember(id),
    );
    this.#anyOf(former)?.startAgain();
  }

  /** Once: they do not get better. */
  #foundAnother(): void {
    if (!this.#isOver && this.#cluster.foreigners.length === 0) this.#cluster.startForeigner();
  }

  /** Asks this one and that one until somebody does it. @param request undefined: no use any more */
  async #insist(method: NodeMethod, request: () => Uint8Array | undefined): Promise<Answer> {
    for (let i = 0; i < tries; i++) {
      const bytes = request();
      const target = this.#askable();
      if (this.#isOver || bytes === undefined || target === undefined) return 'refused';
      if ((await this.#ask(target, method, bytes)) === 'done') {
        this.#count(`${nameOf(method)} done`);
        return 'done';
      }
      await this.#pause(50 + this.#random.nextBelow(400));
    }
    return 'refused';
  }

  /** Mostly somebody who runs. */
  #askable(): SimulatedMember | undefined {
    const members = this.#cluster.members.filter(({ id }) => this.#isMember(id));
    const up = members.filter(({ host }) => host.state === 'running');
    return this.#anyOf(this.#random.nextBelow(8) === 0 ? members : up);
  }

  #ask(target: SimulatedMember, method: NodeMethod, request: Uint8Array): Promise<Answer> {
    const { rpc, world } = this.#cluster;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const link = new NodeLink({
      client: rpc.client(this.host, target.address),
      clock: { nowMs: () => world.nowMs },
      requestTimeoutMs,
      logger: silentLogger,
      metrics: { batchSent: () => undefined, reopened: () => undefined, failed: () => undefined },
    });
    const end = (answer: Answer, text: string): void => {
      world.line(() => `${nameOf(method)} at ${target.host.name}: ${text}`);
      link.close();
      resolve(answer);
    };
    link.submit(method, request, undefined, {
      respond: () => end('done', 'done'),
      fail: (_code, message) => end('refused', message),
    });
    return promise;
  }

  /** Sets a machine up for each member that has none. */
  #follow({ members }: MembershipState): void {
    for (const { id, peerUrls } of members) {
      const machine = this.#cluster.memberOf(id);
      // Two moves may end in another order than they began in: it listens where the list says.
      for (const url of peerUrls) machine?.urls.add(url);
      if (machine !== undefined) continue;
      const waitMs = 5 + this.#random.nextBelow(this.#random.nextBelow(4) === 0 ? 1_000 : 100);
      this.#cluster.world.schedule(waitMs * 1000, undefined, 'set up', () => this.#setUp(id));
    }
  }

  #setUp(id: MemberId): void {
    const member = this.#members.find((one) => one.id === id);
    if (member === undefined || this.#cluster.memberOf(id) !== undefined) return;
    const machine = this.#cluster.machineAt(member.peerUrls[0] ?? '');
    if (machine === undefined || this.#isMember(machine.id)) return;
    if (this.#random.nextBelow(6) === 0) return this.#tryWrongFlags(member);
    this.#count('set up');
    this.#cluster.becomes(machine, member);
  }

  /** Somebody has made a mistake in the flags of a newcomer, reads why it ends, and tries again. */
  #tryWrongFlags({ id, peerUrls: [url = ''] }: Member): void {
    const { world } = this.#cluster;
    const mistake = flagMistakes[this.#random.nextBelow(flagMistakes.length)] ?? 'not itself';
    this.#count('wrong flags');
    this.#cluster.tryToJoin(url, mistake).then(
      () => {
        const text = `a newcomer at ${url} joins with wrong flags: ${mistake}`;
        world.violate(new SafetyViolation('admission', text));
      },
      (error: unknown) => {
        world.line(() => `wrong flags for ${url}, ${mistake}: ${String(error)}`);
        world.schedule(50_000, undefined, 'set up', () => this.#setUp(id));
      },
    );
  }

  /** One that nobody uses: new, or that of a former member. */
  #freeMachine(): SimulatedMember | undefined {
    const { members } = this.#cluster;
    const isUsed = ({ id, urls }: SimulatedMember): boolean =>
      this.#isMember(id) ||
      this.#members.some(({ peerUrls }) => peerUrls.some((url) => urls.has(url)));
    const free = members.filter((machine) => !isUsed(machine));
    const wantsNew = free.length === 0 || this.#random.nextBelow(2) === 0;
    if (wantsNew && members.length < machinesMax) return this.#cluster.addMachine();
    return this.#anyOf(free);
  }

  /**
   * Not one of two: if that one is lost before the other knows that it is alone, the other waits for it for ever.
   * Raft has no way out of it, and people are told not to.
   */
  #spared(machine: SimulatedMember | undefined): SimulatedMember | undefined {
    const { voters } = this.#latest;
    const isOneOfTwo = machine !== undefined && voters.length === 2 && voters.includes(machine.id);
    return isOneOfTwo ? undefined : machine;
  }

  /** Who is to go, or to move: anybody, and often enough somebody who cannot help it. */
  #victim(): SimulatedMember | undefined {
    const members = this.#cluster.members.filter(({ id }) => this.#isMember(id));
    const down = members.filter(({ host }) => !host.isUp);
    if (down.length > 0 && this.#random.nextBelow(2) === 0) return this.#anyOf(down);
    return this.#anyOf(members);
  }

  #isMember(id: MemberId): boolean {
    return this.#members.some((member) => member.id === id);
  }

  #anyOf<T>(values: readonly T[]): T | undefined {
    return values[this.#random.nextBelow(Math.max(1, values.length))];
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#cluster.world.schedule(ms * 1000, this.host, 'pause', resolve);
    });
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

function wire(id: MemberId): ReturnType<typeof fromBigInt> {
  return fromBigInt(id, 'unsigned');
}

function nameOf(method: NodeMethod): string {
  return Object.entries(nodeMethod).find(([, one]) => one === method)?.[0] ?? '?';
}

function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const rest = [...values];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(random.nextBelow(rest.length), 1));
  return result;
}
