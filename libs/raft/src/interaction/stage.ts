// Where the interaction tests play: members, the messages between them, and the commands of the scripts.
// Nothing happens that no command asked for, and everything that happens is in a command's output.
import { AssertionFailure, assert, fromByteString } from '@cairn/core';
import type { MemberId, Random, Term } from '@cairn/core';
import type { ConfChange, ConfChangeStep, ConfChangeStepKind } from '../conf-change.ts';
import { foundingState, joiningState } from '../genesis.ts';
import type { RaftInitialState } from '../options.ts';
import { SimulatedMember } from '../simulation/member.ts';
import type { MemberSettings, Parcel } from '../simulation/member.ts';
import { EntryType } from '../types.ts';
import type { Entry, Ready } from '../types.ts';
import {
  printConfState,
  printDisk,
  printLog,
  printMessage,
  printPeer,
  printReady,
  printStatus,
} from './print.ts';

/**
 * Election timeouts are one and a half of the shortest; what a member numbers begins at 0 in its first life,
 * and 1000 later in each that follows a crash.
 */
function drawsOfOneMember(): Random {
  let nextLife = 0;
  return {
    nextUint32: () => 1000 * nextLife++,
    nextBelow: (bound) => (bound < 2 ** 16 ? Math.floor(bound / 2) : 0),
  };
}

/** A crash keeps exactly what was synced, and as many entries of the write under way as are asked for. */
function keeping(tornCount: number): Random {
  let isFirst = true;
  const nextBelow = (bound: number): number => {
    const value = isFirst ? 0 : Math.min(tornCount, bound - 1);
    isFirst = false;
    return value;
  };
  return { nextUint32: () => 0, nextBelow };
}

const defaults: MemberSettings = {
  electionTicks: 10,
  heartbeatTicks: 1,
  preVote: true,
  checkQuorum: true,
  entriesBytesPerMessageMax: 2 ** 20,
  inflightMessagesMax: 512,
  uncommittedBytesMax: 2 ** 20,
  committedBytesPerReadyMax: 2 ** 20,
};

type Command = (words: readonly string[]) => readonly string[];

export class Stage {
  readonly #members = new Map<MemberId, SimulatedMember>();
  readonly #cut = new Set<string>();
  #parcels: Parcel[] = [];
  #held: Parcel[] = [];
  readonly #commands: Readonly<Record<string, Command>> = {
    members: (words) => this.#found(words),
    join: ([id]) => this.#join(id),
    status: (words) => this.#named(words).map((member) => printStatus(member.raft.status())),
    peers: ([id]) => this.#one(id).raft.status().peers.map(printPeer),
    conf: ([id]) => [printConfState(this.#one(id).raft.status().confState)],
    log: ([id]) => [printLog(this.#one(id).disk.written.entries)],
    applied: ([id]) => [printLog(this.#one(id).machine.history)],
    campaign: ([id]) => quiet(this.#one(id).raft.campaign()),
    tick: ([id, times]) => this.#tick(id, times),
    propose: ([id, ...data]) => [this.#one(id).raft.propose(data.map(fromByteString))],
    change: ([id, ...words]) => [this.#one(id).raft.proposeConfChange(parseConfChange(words))],
    read: ([id, context]) => [
      this.#one(id).raft.readIndex(Number(context)) ? 'asked' : 'no leader known',
    ],
    transfer: ([id, to]) => quiet(this.#one(id).raft.transferLeadership(BigInt(to ?? 0))),
    ready: ([id]) => this.#wholeReady(this.#one(id)),
    take: ([id]) => printReady(this.#take(this.#one(id))),
    write: ([id]) => quiet(this.#one(id).write()),
    apply: ([id]) => quiet(this.#one(id).apply()),
    advance: ([id]) => quiet(this.#one(id).advance()),
    early: ([id]) => this.#early(this.#one(id)),
    deliver: (words) => this.#deliver(words),
    drop: (words) => this.#takeParcels(words).map((p) => `lost ${printMessage(p.message)}`),
    repeat: (words) => this.#repeat(words),
    hold: (words) => this.#hold(words),
    copy: (words) => quiet(this.#held.push(...this.#chosenParcels(words))),
    release: () => this.#release(),
    inflight: () => this.#parcels.map(({ message }) => printMessage(message)),
    settle: ([mode]) => this.#settle(mode === 'quietly'),
    cut: (words) => this.#cutOff(words),
    block: (routes) => quiet(routes.forEach((route) => this.#cut.add(route))),
    heal: () => quiet(this.#cut.clear()),
    crash: ([id, , torn]) => quiet(this.#one(id).crashAndRestart(keeping(Number(torn ?? 0)))),
    disk: ([id, ...words]) => this.#disk(id, words),
    stops: (words) => [this.#failureOf(words)],
    flush: ([id]) => quiet(this.#one(id).flush()),
    compact: ([id, index]) => this.#compact(id, index),
    unreachable: ([id, peer]) => quiet(this.#one(id).raft.reportUnreachable(BigInt(peer ?? 0))),
    'report-snapshot': ([id, peer, outcome]) => this.#reportSnapshot(id, peer, outcome),
  };
  #settings: MemberSettings = defaults;
  #founding: RaftInitialState = joiningState();

  perform(words: readonly string[]): readonly string[] {
    const [name = '', ...rest] = words;
    const command = this.#commands[name];
    assert(command !== undefined, `no command "${name}"`);
    return command(rest);
  }

  /** `members 1 2 3 [learners 4] [setting=value …]` */
  #found(words: readonly string[]): readonly string[] {
    this.#members.clear();
    this.#cut.clear();
    this.#parcels = [];
    this.#held = [];
    this.#settings = defaults;
    const voters: MemberId[] = [];
    const learners: MemberId[] = [];
    let list = voters;
    for (const word of words) {
      if (word === 'learners') list = learners;
      else if (word.includes('=')) this.#set(word);
      else list.push(BigInt(word));
    }
    this.#founding = foundingState({
      voters,
      learners,
      votersOutgoing: [],
      learnersNext: [],
      autoLeave: false,
    });
    for (const id of [...voters, ...learners]) this.#start(id, this.#founding);
    return this.perform(['status']);
  }

  #join(id: string | undefined): readonly string[] {
    this.#start(BigInt(id ?? 0), joiningState());
    return this.perform(['status', id ?? '']);
  }

  #start(id: MemberId, initial: RaftInitialState): void {
    const member = new SimulatedMember({
      id,
      initial,
      settings: this.#settings,
      random: drawsOfOneMember(),
      send: (parcel) => this.#parcels.push(parcel),
    });
    this.#members.set(id, member);
  }

  #set(word: string): void {
    const [name = '', value = ''] = word.split('=');
    assert(name in defaults, `no setting "${name}"`);
    const parsed = value === 'on' || value === 'off' ? value === 'on' : Number(value);
    this.#settings = { ...this.#settings, [name]: parsed };
  }

  #tick(id: string | undefined, times = '1'): readonly string[] {
    const members = id === 'all' ? [...this.#members.values()] : [this.#one(id)];
    for (let i = 0; i < Number(times); i++) {
      for (const member of members) member.raft.tick();
    }
    return [];
  }

  #take(member: SimulatedMember): Ready {
    assert(member.raft.hasReady(), `member ${member.id} has nothing ready`);
    return member.take();
  }

  #wholeReady(member: SimulatedMember): readonly string[] {
    if (!member.raft.hasReady()) return ['nothing'];
    const ready = this.#take(member);
    member.write();
    member.apply();
    member.advance();
    return printReady(ready);
  }

  #early(member: SimulatedMember): readonly string[] {
    const before = this.#parcels.length;
    member.sendEarly();
    return this.#parcels.slice(before).map(({ message }) => `send ${printMessage(message)}`);
  }

  /** Readys and deliveries in turns, until nothing is left. */
  #settle(isQuiet: boolean): readonly string[] {
    const lines: string[] = [];
    for (let round = 0; round < 200; round++) {
      let isIdle = this.#parcels.length === 0;
      lines.push(...this.#deliver([]));
      for (const member of this.#members.values()) {
        if (member.phase !== 'idle' || !member.raft.hasReady()) continue;
        isIdle = false;
        lines.push(...this.#wholeReady(member).map((line) => `${member.id}: ${line}`));
      }
      if (isIdle) return isQuiet ? [] : lines.filter((line) => !line.startsWith('deliver'));
    }
    assert(false, 'the members never stop sending');
  }

  /** `deliver`, `deliver 1→2`, `deliver →2`, `deliver 1→`, each optionally followed by message types. */
  #deliver(words: readonly string[]): readonly string[] {
    const lines: string[] = [];
    for (const parcel of this.#takeParcels(words)) {
      const { from, to } = parcel.message;
      const isLost = this.#cut.has(`${from}→${to}`) || !this.#members.has(to);
      lines.push(`${isLost ? 'lost' : 'deliver'} ${printMessage(parcel.message)}`);
      if (!isLost) this.#members.get(to)?.receive(parcel);
    }
    return lines;
  }

  #repeat(words: readonly string[]): readonly string[] {
    const parcels = this.#takeParcels(words);
    this.#parcels.push(...parcels, ...parcels);
    return [];
  }

  /** Out of reach of `deliver` and `settle` until `release`. */
  #hold(words: readonly string[]): readonly string[] {
    const parcels = this.#takeParcels(words);
    this.#held.push(...parcels);
    return parcels.map(({ message }) => `held ${printMessage(message)}`);
  }

  #release(): readonly string[] {
    this.#parcels.push(...this.#held);
    this.#held = [];
    return [];
  }

  /** `disk 1`: what it holds. `disk 1 term=3 vote=2 commit=2 log=1,1,3`: the member starts on this one. */
  #disk(id: string | undefined, words: readonly string[]): readonly string[] {
    if (words.length === 0) return [printDisk(this.#one(id).disk.written)];
    const fields = new Map(words.map((word) => word.split('=') as [string, string]));
    const { snapshotIndex, hardState } = this.#founding;
    const terms = (fields.get('log') ?? '').split(',').filter((term) => term !== '');
    const entries = terms.map((term, i) => emptyEntry(snapshotIndex + 1 + i, Number(term)));
    this.#start(BigInt(id ?? 0), {
      ...this.#founding,
      hardState: {
        term: Number(fields.get('term') ?? hardState.term),
        vote: BigInt(fields.get('vote') ?? 0),
        commit: Number(fields.get('commit') ?? hardState.commit),
      },
      entries,
    });
    return this.perform(['status', id ?? '']);
  }

  /** The assertion with which a command ends the process. */
  #failureOf(words: readonly string[]): string {
    try {
      this.perform(words);
    } catch (error) {
      if (error instanceof AssertionFailure) return error.message;
      throw error;
    }
    return 'goes on';
  }

  #takeParcels(words: readonly string[]): readonly Parcel[] {
    const taken = this.#chosenParcels(words);
    this.#parcels = this.#parcels.filter((parcel) => !taken.includes(parcel));
    return taken;
  }

  #chosenParcels([route, ...types]: readonly string[]): readonly Parcel[] {
    const [from = '', to = ''] = (route ?? '→').split('→');
    const isMeant = ({ message }: Parcel): boolean =>
      (from === '' || message.from === BigInt(from)) &&
      (to === '' || message.to === BigInt(to)) &&
      (types.length === 0 || types.some((type) => printMessage(message).includes(` ${type}`)));
    return this.#parcels.filter(isMeant);
  }

  /** `cut 1 2`: these from all the others, in both directions. */
  #cutOff(words: readonly string[]): readonly string[] {
    const side = new Set(words.map(BigInt));
    for (const from of this.#members.keys()) {
      for (const to of this.#members.keys()) {
        if (side.has(from) !== side.has(to)) this.#cut.add(`${from}→${to}`);
      }
    }
    return [];
  }

  #compact(id: string | undefined, index: string | undefined): readonly string[] {
    this.#one(id).flush();
    this.#one(id).compact(Number(index));
    return [];
  }

  #reportSnapshot(
    id: string | undefined,
    peer: string | undefined,
    outcome: string | undefined,
  ): readonly string[] {
    const isInstalled = outcome === 'installed';
    assert(isInstalled || outcome === 'failed', `no outcome "${outcome}"`);
    this.#one(id).raft.reportSnapshot(BigInt(peer ?? 0), isInstalled ? 'installed' : 'failed');
    return [];
  }

  #named(words: readonly string[]): readonly SimulatedMember[] {
    return words.length === 0 ? [...this.#members.values()] : words.map((id) => this.#one(id));
  }

  #one(id: string | undefined): SimulatedMember {
    const member = this.#members.get(BigInt(id ?? 0));
    assert(member !== undefined, `no member ${id}`);
    return member;
  }
}

function emptyEntry(index: number, term: Term): Entry {
  return { index, term, type: EntryType.normal, data: new Uint8Array(0) };
}

function quiet(_nothing: unknown): readonly string[] {
  return [];
}

/** `addVoter:4`, `joint addVoter:4 removeMember:1`, `joint-auto …`, `leave`; at the end `context=…` */
function parseConfChange(words: readonly string[]): ConfChange {
  const mark = 'context=';
  const context = fromByteString(
    words.find((word) => word.startsWith(mark))?.slice(mark.length) ?? '',
  );
  const [first = '', ...rest] = words.filter((word) => !word.startsWith(mark));
  if (first === 'leave') return { kind: 'leaveJoint', context };
  if (first === 'joint' || first === 'joint-auto') {
    const steps = rest.map(parseStep);
    return { kind: 'enterJoint', steps, autoLeave: first === 'joint-auto', context };
  }
  return { kind: 'simple', step: parseStep(first), context };
}

function parseStep(word: string): ConfChangeStep {
  const [kind, member] = word.split(':');
  return { kind: kind as ConfChangeStepKind, member: BigInt(member ?? 0) };
}
