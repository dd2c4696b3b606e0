// One machine and the member on it: the programs of a raft-node as compose.ts puts them together, over a disk,
// a network and a clock of this world. It lives, dies and comes back with what its disk has kept; a machine
// whose member was removed may be given an empty disk and become another one.
import { SeededRandom, assert } from '@cairn/core';
import type { MemberId, Random } from '@cairn/core';
import { CorruptLogError } from '@cairn/wal';
import type { Raft, RaftInitialState, Ready } from '@cairn/raft';
import { Departure, MemberAttributes, Members, Turns } from '@cairn/raft-node';
import { Replica, UnusableDataError, loadMembers, recoverMember, wasRemoved } from '@cairn/replica';
import type { Member, RecoveredMember, ReplicaOptions, ReplicaPorts } from '@cairn/replica';
import type { LeaseSafety } from '../checkers/lease-safety.ts';
import type { SafetyChecks } from '../checkers/safety-checks.ts';
import type { SimulatedBus } from '../world/bus.ts';
import type { Host } from '../world/host.ts';
import type { Network } from '../world/network.ts';
import type { RpcWorld } from '../world/rpc.ts';
import { SafetyViolation } from '../world/world.ts';
import type { World } from '../world/world.ts';
import { askLeaderFrom } from './ask-leader.ts';
import { MemberDisk } from './member-disk.ts';
import { nodePort } from './node-port.ts';
import { ObservedRaft } from './observed-raft.ts';
import { ObservedWal } from './observed-wal.ts';
import { originOf } from './origin.ts';
import type { Origin } from './origin.ts';
import { PeerPort, keepPictureMs } from './peer-port.ts';
import type { Transfers } from './peer-port.ts';
import { PeerTraffic } from './peer-traffic.ts';
import type { Settings } from './settings.ts';
import type { MemberTweaks } from './tweaks.ts';
import { silentLogger } from './silent-logger.ts';

const mebibyte = 1024 * 1024;
const requestTimeoutMs = 1_500;
/** Where nobody changes the members. */
const fixedMembership = { strict: true, learnersMax: 1 };

/** What all members of a cluster share. */
export interface MemberSurroundings {
  readonly world: World;
  readonly network: Network;
  readonly rpc: RpcWorld;
  readonly checks: SafetyChecks;
  readonly leases: LeaseSafety;
  readonly settings: Settings;
  readonly bus: SimulatedBus | undefined;
  readonly founders: readonly Member[];
  readonly tweaks: MemberTweaks;
  readonly transfers: Transfers;
  readonly peer: (id: MemberId) => SimulatedMember | undefined;
  /** Who listens at a peer URL. */
  readonly machineAt: (url: string) => SimulatedMember | undefined;
  /** Who the members are, as somebody can know who looks after the cluster. */
  readonly members: () => readonly Member[];
  /** It has just become leader. */
  readonly onElected: (member: SimulatedMember) => void;
  /** It begins as the only one that is left, with this. */
  readonly onAlone: (member: SimulatedMember, raft: RaftInitialState) => void;
}

interface Life {
  readonly number: number;
  readonly replica: Replica;
  readonly raft: Raft;
  readonly traffic: PeerTraffic;
  readonly changes: Members;
}

interface LifeParts {
  readonly life: number;
  readonly wal: ObservedWal;
  readonly raft: Raft;
  readonly traffic: PeerTraffic;
}

export class SimulatedMember {
  readonly host: Host;
  /** Where it listens for the others: more than one while it moves. */
  readonly urls: Set<string>;
  readonly #around: MemberSurroundings;
  readonly #random: Random;
  #disk: MemberDisk;
  /** Undefined: nobody has made a member of this machine yet. */
  #identity: Member | undefined;
  /** It was removed and knows it: whoever starts it again is refused. */
  #isDeparted = false;
  #life: Life | undefined;
  /** A stop that the run itself has brought about, by a fault of the disk. */
  #expectsStop = false;
  /** It is to be started with `--force-new-cluster`. */
  #goesOnAlone = false;
  /** Its disk is gone: there is nothing to start. */
  #isLost = false;
  #onceVoted: (() => void) | undefined;
  starts = 0;

  constructor(identity: Member | undefined, around: MemberSurroundings, host: Host) {
    this.#identity = identity;
    this.host = host;
    this.urls = new Set([`http://${host.name}:2380`]);
    this.#around = around;
    this.#random = around.world.fork();
    this.#disk = this.#newDisk();
  }

  get disk(): MemberDisk {
    return this.#disk;
  }

  /** 0n: none. */
  get id(): MemberId {
    return this.#identity?.id ?? 0n;
  }

  get isDeparted(): boolean {
    return this.#isDeparted;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** There is a member here that is to run. */
  get isInService(): boolean {
    return this.#identity !== undefined && !this.#isDeparted && !this.#isLost;
  }

  /** It is down, and need not be. */
  get canStart(): boolean {
    return this.isInService && !this.host.isUp;
  }

  get traffic(): PeerTraffic | undefined {
    return this.#life?.traffic;
  }

  /** Requests about the members that others pass on. */
  get changes(): Members | undefined {
    return this.#life?.changes;
  }

  get address(): string {
    return `node-${this.host.name}`;
  }

  get peerAddress(): string {
    return `peer-${this.host.name}`;
  }

  /** Undefined while it is down or starting. */
  get replica(): Replica | undefined {
    return this.#life?.replica;
  }

  get raft(): Raft | undefined {
    return this.#life?.raft;
  }

  get isLeader(): boolean {
    return this.host.isUp && this.#life?.raft.role === 'leader';
  }

  /** From now on a stop of this life is nobody's fault but the run's. */
  expectStop(): void {
    this.#expectsStop = true;
  }

  /** Soon after its next vote is on its disk, or said to be; undefined = never mind. */
  onceVoted(run: (() => void) | undefined): void {
    this.#onceVoted = run;
  }

  #voted(): void {
    const run = this.#onceVoted;
    this.#onceVoted = undefined;
    if (run === undefined) return;
    this.#around.world.schedule(this.#random.nextBelow(2_000), undefined, 'voted', run);
  }

  start(): void {
    assert(!this.host.isUp, 'it runs already');
    const { world } = this.#around;
    this.host.boot();
    this.starts += 1;
    const life = this.host.life;
    world.schedule(0, this.host, 'start', () => {
      world.line(() => 'starts');
      this.#open(life).catch((error: unknown) => this.#failedToStart(life, error as Error));
    });
  }

  /** Becomes this member, on an empty disk. */
  become(identity: Member): void {
    if (this.host.isUp) this.kill();
    this.#disk = this.#newDisk();
    this.#identity = identity;
    this.#isDeparted = false;
    this.#isLost = false;
    this.#expectsStop = false;
    for (const url of identity.peerUrls) this.urls.add(url);
    this.start();
  }

  /** It is started once more although it was removed. */
  startAgain(): void {
    this.#isDeparted = false;
    this.start();
  }

  /** For good: until it becomes another member. */
  lose(): void {
    if (this.host.isUp) this.losePower();
    this.#isLost = true;
  }

  /** What is left of the cluster. */
  goOnAlone(): void {
    this.#goesOnAlone = true;
    this.start();
  }

  #newDisk(): MemberDisk {
    const { world, settings } = this.#around;
    const { flushAfterCommits } = settings;
    return new MemberDisk({ world, host: this.host, flushAfterCommits });
  }

  /** kill -9: at once, wherever it is. */
  kill(): void {
    this.#gone('is killed');
    this.disk.processGone();
  }

  losePower(): void {
    this.#gone('loses power');
    this.disk.powerGone();
  }

  #gone(text: string): void {
    const { world, network } = this.#around;
    world.trace.line(world.nowUs, this.host.name, () => text);
    this.host.down();
    this.#life = undefined;
    // Whatever was wrong with the disk ends with this life.
    this.#expectsStop = false;
    network.hostDown(this.host);
  }

  #failedToStart(life: number, error: Error): void {
    if (this.host.life !== life) return;
    const isRefusal = error instanceof CorruptLogError || error instanceof UnusableDataError;
    const text = isRefusal ? `refuses its data: ${error.message}` : String(error.stack);
    if (this.#expectsStop) return this.#stopped(error);
    this.#around.world.violate(new Error(`${this.host.name} cannot start: ${text}`));
  }

  /** `onFatal`: the process ends. */
  #fatal(life: number, error: Error): void {
    if (this.host.life !== life) return;
    const { world } = this.#around;
    world.line(() => `stops: ${error.message}`);
    if (!this.#expectsStop) {
      world.violate(
        new Error(`${this.host.name} stopped by itself: ${error.stack ?? error.message}`, {
          cause: error,
        }),
      );
      return;
    }
    this.#stopped(error);
  }

  #stopped(error: Error): void {
    const { world } = this.#around;
    this.#exit(error.message, () => {
      const waitMs = 50 + this.#random.nextBelow(500);
      world.schedule(waitMs * 1000, undefined, 'supervisor', () => {
        if (this.canStart) this.start();
      });
    });
  }

  /** It was removed: the process ends, and its supervisor does not start it again. */
  #departs(life: number): void {
    if (this.host.life !== life) return;
    this.#exit('it was removed', () => {
      this.#isDeparted = true;
    });
  }

  #exit(reason: string, gone: () => void): void {
    const { life } = this.host;
    this.#around.world.schedule(0, undefined, 'exit', () => {
      if (!this.host.isUp || this.host.life !== life) return;
      this.#gone(`is gone: ${reason}`);
      this.disk.processGone();
      gone();
    });
  }

  async #origin(life: number): Promise<Origin | undefined> {
    const { world } = this.#around;
    const { host, disk } = this;
    try {
      return await originOf({ around: this.#around, host, disk, identity: this.#identity });
    } catch (error) {
      if (host.life !== life) return undefined;
      world.line(() => `cannot join: ${(error as Error).message}`);
      this.#stopped(error as Error);
      return undefined;
    }
  }

  async #open(life: number): Promise<void> {
    const { settings, tweaks } = this.#around;
    const { backend, files } = this.disk;
    await files.makeDirectory('/data');
    const origin = await this.#origin(life);
    if (origin === undefined || this.host.life !== life) return;
    this.#identity = origin.self ?? this.#identity;
    const recovered = await recoverMember(backend, {
      fileSystem: tweaks.fileSystem(files),
      walDirectory: '/data/wal',
      segmentBytes: settings.segmentBytes,
      sync: true,
      ...origin.recovery,
      forceNewCluster: this.#goesOnAlone,
    });
    if (this.host.life !== life) return;
    if (wasRemoved(backend, recovered.memberId)) return this.#departs(life);
    backend.onFlushError((error) => this.#fatal(life, error));
    this.#compose(life, this.#goesOnAlone ? this.#alone(recovered) : recovered, origin.told);
  }

  /** Once: from the next start on it is a member like any other. */
  #alone(recovered: RecoveredMember): RecoveredMember {
    this.#goesOnAlone = false;
    const { tweaks, onAlone } = this.#around;
    const raft = tweaks.survivor(recovered.raft);
    this.#guarded(() => onAlone(this, raft));
    return { ...recovered, raft };
  }

  #compose(life: number, recovered: RecoveredMember, told: readonly Member[]): void {
    const { settings, checks, tweaks, rpc } = this.#around;
    const { backend } = this.disk;
    const wal = new ObservedWal(tweaks.wal(recovered.wal), this.id, checks, () => this.#voted());
    const initial = tweaks.initialState(recovered.raft, backend);
    const raft = this.#newRaft(initial);
    if (initial.confState.voters.join() === this.id.toString()) raft.campaign();
    const departure = new Departure(() => this.#departs(life));
    const stored = loadMembers(backend);
    const traffic = new PeerTraffic({
      around: this.#around,
      host: this.host,
      self: this.id,
      clusterId: recovered.clusterId,
      replica: () => replica,
      random: this.#random,
      members: stored.length > 0 ? stored : told,
      onRemoved: () => departure.refused(),
      sendSnapshot: (message, target) => {
        peers.sendSnapshot(message, rpc.client(this.host, target.peerAddress));
      },
    });
    const replica = new Replica(
      this.#replicaOptions(recovered),
      this.#ports({ life, wal, raft, traffic }),
      initial.snapshotIndex,
    );
    replica.listen({
      onMembers: (members) => traffic.follow(members),
      onRemoved: () => departure.learned(),
    });
    raft.setSnapshotSource(() => tweaks.snapshotMeta(replica.snapshotMeta()));
    const changes = this.#changesOf(replica, traffic);
    this.#life = { number: life, replica, raft, traffic, changes };
    this.#observe(initial, replica);
    const turns = new Turns();
    const served = nodePort({ around: this.#around, replica, turns, members: changes });
    rpc.listen(this.address, this.host, [served]);
    const peers = this.#newPeerPort(replica, turns);
    rpc.listen(this.peerAddress, this.host, [peers.served]);
    setInterval(() => replica.tick(), settings.tickMs);
    if (settings.membership === undefined) return;
    const attributes = { name: this.host.name, clientUrls: [`http://${this.host.name}:2379`] };
    // It lives as long as the process does.
    void new MemberAttributes(replica, attributes, silentLogger);
    setInterval(() => traffic.greet(), settings.tickMs * settings.electionTicks);
  }

  #changesOf(replica: Replica, traffic: PeerTraffic): Members {
    const { strict, learnersMax } = this.#around.settings.membership ?? fixedMembership;
    return new Members({
      replica,
      requestTimeoutMs,
      strict,
      learnersMax,
      unixSeconds: () => Math.floor(Date.now() / 1_000),
      onPromotion: () => undefined,
      askLeader: askLeaderFrom(this.#around, this.host, traffic),
    });
  }

  #observe({ hardState, ...initial }: RaftInitialState, replica: Replica): void {
    const { checks, world, leases, onElected } = this.#around;
    const { currentRevision: revision } = replica.machine.store;
    const found = {
      vote: hardState,
      baseIndex: initial.snapshotIndex,
      baseTerm: initial.snapshotTerm,
      entries: initial.entries,
    };
    world.line(() => `has entry ${initial.appliedIndex}, revision ${revision}`);
    const state = { applied: initial.appliedIndex, backend: replica.backend, revision };
    this.#guarded(() => checks.booted(this.id, found, state));
    replica.listen({
      onApplied: (batch) => {
        world.trace.mix(batch.appliedIndex);
        world.trace.mix(batch.revision);
        world.line(() => `applied ${batch.appliedIndex}, revision ${batch.revision}`);
        this.#guarded(() => checks.applied(this.id, batch, replica.backend));
        for (const change of batch.leases) {
          if (change.kind !== 'revoked') continue;
          world.line(() => `lease ${change.id} is over`);
          this.#guarded(() => leases.ended(change.id, world.nowUs));
        }
      },
      onInstalled: (installed) => {
        world.line(() => `installed the state of ${replica.appliedIndex}, revision ${installed}`);
        this.#guarded(() => checks.installed(this.id, replica.backend, installed));
      },
      onMembers: (members) => {
        world.line(() => `members: ${members.map((member) => this.#describe(member)).join(', ')}`);
      },
      onLeadership: () => {
        const { role, leader, term } = replica;
        world.line(() => `term ${term}: ${role}, leader ${this.#nameOf(leader)}`);
        if (role === 'leader') onElected(this);
      },
    });
  }

  /** A checker that speaks ends the run, not the member. */
  #guarded(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#around.world.violate(error as Error);
    }
  }

  #newRaft(initial: RaftInitialState): Raft {
    const { settings, checks, tweaks } = this.#around;
    const options = {
      id: this.id,
      electionTicks: settings.electionTicks,
      heartbeatTicks: settings.heartbeatTicks,
      preVote: settings.preVote,
      checkQuorum: true,
      entriesBytesPerMessageMax: settings.entriesBytesPerMessageMax,
      inflightMessagesMax: settings.inflightMessagesMax,
      uncommittedBytesMax: settings.uncommittedBytesMax,
      committedBytesPerReadyMax: settings.committedBytesPerReadyMax,
      random: new SeededRandom(this.#random.nextUint32()),
    };
    const onReady = (ready: Ready, raft: Raft): void => {
      this.#guarded(() => checks.ready(this.id, ready, raft));
    };
    return tweaks.raft(options, initial, onReady) ?? new ObservedRaft(options, initial, onReady);
  }

  #replicaOptions(recovered: RecoveredMember): ReplicaOptions {
    const { settings } = this.#around;
    return {
      memberId: this.id,
      clusterId: recovered.clusterId,
      requestTimeoutMs,
      requestBytesMax: mebibyte,
      proposalsWaitingMax: 200,
      proposalBytesQueuedMax: mebibyte,
      readsWaitingMax: 200,
      snapshotEntries: settings.snapshotEntries,
      catchUpEntries: settings.catchUpEntries,
      keepAfterSnapshotMs: keepPictureMs,
      backendPendingBytesMax: 16 * 1024,
      firstRequest: this.#random.nextUint32() * 2 ** 14,
    };
  }

  #ports({ life, wal, raft, traffic }: LifeParts): ReplicaPorts {
    const { world, tweaks, checks, settings } = this.#around;
    const isAlive = (): boolean => this.host.life === life;
    return {
      clock: { nowMs: () => world.nowMs },
      wal,
      backend: tweaks.backend(this.disk.backend),
      raft,
      send: (messages) => {
        if (!isAlive()) return;
        this.#guarded(() => checks.sends(this.id, messages));
        traffic.send(messages);
      },
      schedule: (run) => {
        if (isAlive()) world.scheduleTurn(this.host, 'loop', run);
      },
      onFatal: (error) => this.#fatal(life, error),
      ...(settings.membership === undefined
        ? {}
        : { connectedSinceMs: (peer) => traffic.links.connectedSinceMs(peer) }),
    };
  }

  #newPeerPort(replica: Replica, turns: Turns): PeerPort {
    const { world, settings, tweaks, transfers } = this.#around;
    const { life } = this.host;
    return new PeerPort({
      self: this.id,
      replica,
      disk: this.disk,
      turns,
      chunkBytes: settings.snapshotChunkBytes,
      transfers,
      arriving: tweaks.arriving,
      isAlive: () => this.host.life === life,
      onActivated: (backend) => backend.onFlushError((error) => this.#fatal(life, error)),
      offer: ({ message, ...staged }) => {
        const { snapshot } = message;
        const meta = snapshot === undefined ? undefined : tweaks.snapshotMeta(snapshot);
        world.line(() => `has received the state of ${snapshot?.index}`);
        return replica.receiveSnapshot({ ...staged, message: { ...message, snapshot: meta } });
      },
      onAdmitted: (messages) => {
        const text = `${this.host.name} takes ${messages.length} messages of a mad peer`;
        world.violate(new SafetyViolation('admission', text));
      },
    });
  }

  #nameOf(id: MemberId): string {
    return id === 0n ? 'nobody' : (this.#around.peer(id)?.host.name ?? id.toString(16));
  }

  #describe({ id, isLearner, peerUrls }: Member): string {
    return `${this.#nameOf(id)}${isLearner ? ' (learner)' : ''} at ${peerUrls.join(' ')}`;
  }
}
