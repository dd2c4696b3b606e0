// One simulated member: a Raft, its disk and its state machine, and the loop between them in four
// phases, so that a test can let anything happen between them: take a Ready, write it, apply it, advance.
import { assert } from '@cairn/core';
import type { LogIndex, MemberId, Random } from '@cairn/core';
import { decodeConfChange } from '../conf-change.ts';
import type { RaftInitialState, RaftOptions } from '../options.ts';
import { Raft } from '../raft.ts';
import { EntryType, MessageType } from '../types.ts';
import type { Message, Ready } from '../types.ts';
import { SimulatedDisk } from './disk.ts';
import type { Machine } from './machine.ts';

/** What travels: a message, and with a snapshot the state it speaks of. */
export interface Parcel {
  readonly message: Message;
  readonly state: Machine | undefined;
}

export type Phase = 'idle' | 'taken' | 'written' | 'applied';

export type MemberSettings = Omit<RaftOptions, 'id' | 'random'>;

export interface SimulatedMemberOptions {
  readonly id: MemberId;
  readonly settings: MemberSettings;
  readonly random: Random;
  /** What the disk holds at the first start. */
  readonly initial: RaftInitialState;
  readonly send: (parcel: Parcel) => void;
}

export class SimulatedMember {
  readonly id: MemberId;
  readonly disk: SimulatedDisk;
  readonly #options: SimulatedMemberOptions;
  #raft: Raft;
  #machine: Machine;
  #ready: Ready | undefined;
  #phase: Phase = 'idle';
  /** The state as of the last `advance`, which is the one the Raft offers as a snapshot. */
  #offered: Machine;
  #lateMessages: readonly Message[] = [];
  #arrivedStates = new Map<number, Machine>();

  constructor(options: SimulatedMemberOptions) {
    this.id = options.id;
    this.#options = options;
    this.disk = new SimulatedDisk(options.initial);
    this.#machine = this.disk.flushed;
    this.#offered = this.#machine;
    this.#raft = this.#start();
  }

  get raft(): Raft {
    return this.#raft;
  }

  get machine(): Machine {
    return this.#machine;
  }

  /** The Ready being worked off. */
  get outstanding(): Ready | undefined {
    return this.#ready;
  }

  get phase(): Phase {
    return this.#phase;
  }

  receive({ message, state }: Parcel): void {
    if (state !== undefined) this.#arrivedStates.set(state.index, state);
    this.#raft.step(message);
  }

  take(): Ready {
    const mayLeaveEarly = this.#raft.role === 'leader';
    const ready = this.#raft.ready();
    this.#ready = ready;
    this.#phase = 'taken';
    if (mayLeaveEarly) this.#send(ready.messages);
    this.#lateMessages = mayLeaveEarly ? [] : ready.messages;
    return ready;
  }

  write(): void {
    const ready = this.#inPhase('taken');
    const { snapshot } = ready;
    const installed = snapshot === undefined ? undefined : this.#arrivedStates.get(snapshot.index);
    this.disk.write(ready, installed);
    if (installed !== undefined) this.#machine = installed;
    this.#phase = 'written';
    this.#send(this.#lateMessages);
  }

  apply(): void {
    const ready = this.#inPhase('written');
    for (const entry of ready.committedEntries) {
      assert(
        entry.index === this.#machine.index + 1,
        `${entry.index} after ${this.#machine.index}`,
      );
      const confState =
        entry.type === EntryType.confChange
          ? this.#raft.applyConfChange(decodeConfChange(entry.data))
          : this.#machine.confState;
      const history = [...this.#machine.history, entry];
      this.#machine = { index: entry.index, confState, history };
    }
    this.#phase = 'applied';
  }

  advance(): void {
    const ready = this.#inPhase('applied');
    this.#ready = undefined;
    this.#phase = 'idle';
    this.#offered = this.#machine;
    this.#raft.advance(ready);
  }

  sendEarly(): void {
    this.#send(this.#raft.takeLeaderMessages());
  }

  flush(): void {
    this.disk.flush(this.#machine);
  }

  /** What the flushed state covers is not needed from the log, as soon as the Raft knows it applied. */
  get compactableIndex(): LogIndex {
    return Math.min(this.disk.flushed.index, this.#raft.status().applied);
  }

  compact(index: LogIndex): void {
    this.#raft.compactLog(index);
    this.disk.compact(index);
  }

  crashAndRestart(random: Random): void {
    this.disk.crash(random, this.#phase === 'taken' ? this.#ready : undefined);
    this.#ready = undefined;
    this.#phase = 'idle';
    this.#machine = this.disk.flushed;
    this.#offered = this.#machine;
    this.#arrivedStates = new Map();
    this.#raft = this.#start();
  }

  #inPhase(phase: Phase): Ready {
    assert(this.#ready !== undefined && this.#phase === phase, `${this.#phase}, not ${phase}`);
    return this.#ready;
  }

  #start(): Raft {
    const { hardState, baseIndex, baseTerm, entries } = this.disk.written;
    return new Raft(
      { ...this.#options.settings, id: this.id, random: this.#options.random },
      {
        hardState,
        confState: this.#machine.confState,
        snapshotIndex: baseIndex,
        snapshotTerm: baseTerm,
        entries,
        appliedIndex: this.#machine.index,
      },
    );
  }

  #send(messages: readonly Message[]): void {
    for (const message of messages) {
      const isSnapshot = message.type === MessageType.snapshot;
      if (isSnapshot) assert(message.snapshot?.index === this.#offered.index, 'snapshot position');
      this.#options.send({ message, state: isSnapshot ? this.#offered : undefined });
    }
  }
}
