// A whole cluster on one thread, driven by one seed: every step picks one thing that can happen to one
// member or one message in flight. The network loses, repeats, delays and reorders; members pause
// between the phases of their loop, crash and come back with what their disk kept.
//
// Two phases: `chaos`, in which only safety is asked for, and `heal`, after which the cluster must
// become one again within a bounded number of ticks.
import { SeededRandom, assert, fromByteString } from '@cairn/core';
import type { MemberId, Term } from '@cairn/core';
import type { ConfChange, ConfChangeStep, ConfChangeStepKind } from '../conf-change.ts';
import { Configuration } from '../configuration.ts';
import { foundingState, joiningState } from '../genesis.ts';
import { MessageType } from '../types.ts';
import { Checker } from './checker.ts';
import { SimulatedMember } from './member.ts';
import type { MemberSettings, Parcel } from './member.ts';
import { drawWeather, pick } from './weather.ts';
import type { Weather } from './weather.ts';

export interface ClusterOptions {
  readonly seed: number;
  readonly voters: readonly MemberId[];
  readonly learners: readonly MemberId[];
  /** Members that are not in the configuration at the start. */
  readonly spares: readonly MemberId[];
  readonly changesMembership: boolean;
  readonly settings: MemberSettings;
}

const parcelsInFlightMax = 300;
const nothing = new Uint8Array(0);

export class SimulatedCluster {
  readonly checker: Checker;
  readonly #options: ClusterOptions;
  readonly #random: SeededRandom;
  readonly #weather: Weather;
  readonly #members = new Map<MemberId, SimulatedMember>();
  readonly #ids: readonly MemberId[];
  readonly #leadingAt = new Map<MemberId, Term | undefined>();
  readonly #blocked = new Set<string>();
  #parcels: Parcel[] = [];
  #proposalCount = 0;
  #readContext = 0;

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
    this.#weather = drawWeather(this.#random, options.changesMembership);
    this.#ids = [...options.voters, ...options.learners, ...options.spares];
    const founders = foundingState({
      voters: options.voters,
      learners: options.learners,
      votersOutgoing: [],
      learnersNext: [],
      autoLeave: false,
    });
    this.checker = new Checker(founders.snapshotIndex + 1);
    for (const id of this.#ids) {
      const isSpare = options.spares.includes(id);
      this.#members.set(
        id,
        new SimulatedMember({
          id,
          settings: options.settings,
          random: new SeededRandom(this.#random.nextUint32()),
          initial: isSpare ? joiningState() : founders,
          send: (parcel) => this.#parcels.push(parcel),
        }),
      );
    }
  }

  get members(): ReadonlyMap<MemberId, SimulatedMember> {
    return this.#members;
  }

  chaos(stepCount: number): void {
    for (let step = 0; step < stepCount; step++) {
      switch (pick(this.#random, this.#weather.steps)) {
        case 'deliver':
          this.#deliverOne();
          break;
        case 'work':
          this.#work(this.#anyMember());
          break;
        case 'tick':
          this.#tick(this.#anyMember());
          break;
        case 'ask':
          this.#ask(this.#anyMember());
          break;
        case 'disturb':
          this.#disturb(this.#anyMember());
          break;
        default:
      }
    }
  }

  /** True when all members of the configuration have applied all that was committed, and a new entry. */
  heal(ticksMax: number): boolean {
    this.#blocked.clear();
    const target = this.checker.committedIndex;
    for (let tick = 0; tick < ticksMax; tick++) {
      for (const member of this.#members.values()) this.#tick(member);
      this.#settle();
      if (tick % 5 === 0) {
        for (const member of this.#members.values()) {
          if (member.raft.role === 'leader') this.#propose(member);
        }
        this.#settle();
      }
      if (this.checker.committedIndex > target + 1 && this.#isConverged()) return true;
    }
    return false;
  }

  /** Everybody works and every message arrives, until nothing is left to do. */
  #settle(): void {
    for (let round = 0; round < 1000; round++) {
      let isIdle = this.#parcels.length === 0;
      for (const parcel of this.#parcels.splice(0)) this.#arrive(parcel);
      for (const member of this.#members.values()) {
        while (member.phase !== 'idle' || member.raft.hasReady()) {
          this.#work(member);
          isIdle = false;
        }
      }
      if (isIdle) return;
    }
    assert(false, 'the members never stop sending');
  }

  #isConverged(): boolean {
    const current = [...this.#members.values()].reduce((a, b) =>
      b.machine.index > a.machine.index ? b : a,
    );
    const { confState } = current.machine;
    const ids = new Configuration(confState).members;
    const leaders = ids.filter((id) => this.#member(id).raft.role === 'leader');
    return (
      leaders.length === 1 &&
      ids.every((id) => {
        const { index, history } = this.#member(id).machine;
        return (
          index === this.checker.committedIndex && history.length === this.checker.committedCount
        );
      })
    );
  }

  /** One phase of the member's loop. */
  #work(member: SimulatedMember): void {
    switch (member.phase) {
      case 'idle': {
        if (!member.raft.hasReady()) return;
        const { role, term } = member.raft;
        this.#leadingAt.set(member.id, role === 'leader' ? term : undefined);
        const ready = member.take();
        for (const { context, index } of ready.readStates) {
          this.checker.readServed(member.id, context, index);
        }
        return;
      }
      case 'taken':
        member.write();
        this.checker.observeWritten(member, this.#leadingAt.get(member.id));
        return;
      case 'written': {
        const voters = this.#options.changesMembership ? undefined : this.#options.voters;
        const entries = member.outstanding?.committedEntries ?? [];
        this.checker.observeApplying(member, entries, this.#members, voters);
        member.apply();
        return;
      }
      case 'applied':
        member.advance();
        this.checker.observeRole(member);
        return;
      default:
    }
  }

  #tick(member: SimulatedMember): void {
    member.raft.tick();
    this.checker.observeRole(member);
  }

  #deliverOne(): void {
    const count = this.#parcels.length;
    if (count === 0) return;
    const { lossPercent, repeatPercent, reorderPercent } = this.#weather;
    const at = this.#chance(reorderPercent) ? this.#random.nextBelow(count) : 0;
    const parcel = this.#parcels[at];
    assert(parcel !== undefined, 'no such parcel');
    if (!this.#chance(repeatPercent)) this.#parcels.splice(at, 1);
    if (this.#chance(lossPercent) || count > parcelsInFlightMax) this.#lose(parcel);
    else this.#arrive(parcel);
  }

  #arrive(parcel: Parcel): void {
    const { message } = parcel;
    if (this.#blocked.has(link(message.from, message.to))) {
      this.#lose(parcel);
      return;
    }
    const member = this.#member(message.to);
    member.receive(parcel);
    this.checker.observeRole(member);
    if (message.type === MessageType.snapshot) {
      this.#member(message.from).raft.reportSnapshot(message.to, 'installed');
    }
  }

  #lose({ message }: Parcel): void {
    const sender = this.#member(message.from).raft;
    if (message.type === MessageType.snapshot) sender.reportSnapshot(message.to, 'failed');
    else if (this.#random.nextBelow(3) === 0) sender.reportUnreachable(message.to);
  }

  /** What clients and operators want. */
  #ask(member: SimulatedMember): void {
    switch (pick(this.#random, this.#weather.asks)) {
      case 'propose':
        this.#propose(member);
        return;
      case 'read':
        this.#readContext++;
        this.checker.readBegins(member.id, this.#readContext);
        member.raft.readIndex(this.#readContext);
        return;
      case 'changeConf':
        member.raft.proposeConfChange(this.#anyConfChange());
        return;
      case 'transfer':
        member.raft.transferLeadership(this.#anyMember().id);
        return;
      default:
    }
  }

  #propose(member: SimulatedMember): void {
    const count = 1 + this.#random.nextBelow(4);
    const data = Array.from({ length: count }, () => fromByteString(`v${++this.#proposalCount}`));
    for (const bytes of data) this.checker.proposalBegins(bytes, member.raft.term);
    member.raft.propose(data);
  }

  #anyConfChange(): ConfChange {
    const dice = this.#random.nextBelow(10);
    if (dice === 0) return { kind: 'leaveJoint', context: nothing };
    if (dice < 6) return { kind: 'simple', step: this.#anyStep(), context: nothing };
    const steps = Array.from({ length: 1 + this.#random.nextBelow(3) }, () => this.#anyStep());
    return { kind: 'enterJoint', steps, autoLeave: dice < 9, context: nothing };
  }

  #anyStep(): ConfChangeStep {
    const kinds: readonly ConfChangeStepKind[] = [
      'addVoter',
      'addVoter',
      'addLearner',
      'removeMember',
    ];
    const kind = kinds[this.#random.nextBelow(kinds.length)] ?? 'addVoter';
    return { kind, member: this.#anyMember().id };
  }

  /** What goes wrong, and what the members do for themselves. */
  #disturb(member: SimulatedMember): void {
    switch (pick(this.#random, this.#weather.disturbances)) {
      case 'crash':
        member.crashAndRestart(this.#random);
        return;
      case 'partition':
        this.#partition();
        return;
      case 'reunite':
        this.#blocked.clear();
        return;
      case 'flush':
        member.flush();
        return;
      case 'compact':
        member.compact(member.compactableIndex - this.#random.nextBelow(5));
        return;
      case 'sendEarly':
        member.sendEarly();
        return;
      case 'campaign':
        member.raft.campaign();
        this.checker.observeRole(member);
        return;
      case 'oversleep':
        for (let i = 0; i < 3 * this.#options.settings.electionTicks; i++) this.#tick(member);
        return;
      default:
    }
  }

  #chance(percent: number): boolean {
    return this.#random.nextBelow(100) < percent;
  }

  #partition(): void {
    this.#blocked.clear();
    const isOneWay = this.#random.nextBelow(4) === 0;
    const side = new Map(this.#ids.map((id) => [id, this.#random.nextBelow(2)]));
    for (const from of this.#ids) {
      for (const to of this.#ids) {
        const isCut = side.get(from) !== side.get(to) && !(isOneWay && side.get(from) === 0);
        if (isCut) this.#blocked.add(link(from, to));
      }
    }
  }

  #anyMember(): SimulatedMember {
    return this.#member(this.#ids[this.#random.nextBelow(this.#ids.length)] ?? 0n);
  }

  #member(id: MemberId): SimulatedMember {
    const member = this.#members.get(id);
    assert(member !== undefined, `no member ${id}`);
    return member;
  }
}

function link(from: MemberId, to: MemberId): string {
  return `${from}→${to}`;
}
