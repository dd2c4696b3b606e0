// One member: the programs of a raft-node as compose.ts puts them together, over a disk, a network and a
// clock of this world. It lives, dies and comes back with what its disk has kept.
import type { MemoryBackend } from '@cairn/backend';
import { SeededRandom, assert } from '@cairn/core';
import type { MemberId, Random } from '@cairn/core';
import { CorruptLogError } from '@cairn/wal';
import { MessageType } from '@cairn/raft';
import type { Message, Raft, RaftInitialState, Ready } from '@cairn/raft';
import {
  EventFeed,
  FreePieces,
  LeaseFeed,
  Quota,
  SubmitService,
  Turns,
  backfill,
  follow,
  nodeDefinition,
} from '@cairn/raft-node';
import { Replica, UnusableDataError, recoverMember } from '@cairn/replica';
import type { Member, RecoveredMember, ReplicaOptions, ReplicaPorts } from '@cairn/replica';
import { bidiHandler, implement, nodeService, serverStreamHandler, unaryHandler } from '@cairn/rpc';
import type { ServedService } from '@cairn/rpc';
import type { LeaseSafety } from '../checkers/lease-safety.ts';
import type { SafetyChecks } from '../checkers/safety-checks.ts';
import { holds } from '../checkers/violation.ts';
import type { SimulatedBus } from '../world/bus.ts';
import type { Host } from '../world/host.ts';
import type { Network } from '../world/network.ts';
import type { RpcWorld } from '../world/rpc.ts';
import type { World } from '../world/world.ts';
import { MemberDisk } from './member-disk.ts';
import { ObservedRaft } from './observed-raft.ts';
import { ObservedWal } from './observed-wal.ts';
import type { Settings } from './settings.ts';
import type { MemberTweaks } from './tweaks.ts';
import { silentLogger } from './silent-logger.ts';

const mebibyte = 1024 * 1024;

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
  readonly peer: (id: MemberId) => SimulatedMember | undefined;
  /** It has just become leader. */
  readonly onElected: (member: SimulatedMember) => void;
}

interface Life {
  readonly number: number;
  readonly replica: Replica;
  readonly raft: Raft;
}

export class SimulatedMember {
  readonly identity: Member;
  readonly host: Host;
  readonly disk: MemberDisk;
  readonly #around: MemberSurroundings;
  readonly #random: Random;
  #life: Life | undefined;
  /** A stop that the run itself has brought about, by a fault of the disk. */
  #expectsStop = false;
  #onceVoted: (() => void) | undefined;
  starts = 0;

  constructor(identity: Member, around: MemberSurroundings, host: Host) {
    this.identity = identity;
    this.host = host;
    this.#around = around;
    this.#random = around.world.fork();
    const { flushAfterCommits } = around.settings;
    this.disk = new MemberDisk({ world: around.world, host, flushAfterCommits });
  }

  get id(): MemberId {
    return this.identity.id;
  }

  get address(): string {
    return `node-${this.host.name}`;
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
    world.schedule(0, undefined, 'exit', () => {
      if (!this.host.isUp) return;
      this.#gone(`is gone: ${error.message}`);
      this.disk.processGone();
      const waitMs = 50 + this.#random.nextBelow(500);
      world.schedule(waitMs * 1000, undefined, 'supervisor', () => {
        if (!this.host.isUp) this.start();
      });
    });
  }

  async #open(life: number): Promise<void> {
    const { settings, founders, checks, tweaks } = this.#around;
    await this.disk.files.makeDirectory('/data');
    const { backend } = this.disk;
    const recovered = await recoverMember(backend, {
      fileSystem: tweaks.fileSystem(this.disk.files),
      walDirectory: '/data/wal',
      segmentBytes: settings.segmentBytes,
      sync: true,
      memberId: this.id,
      initialMembers: founders,
    });
    if (this.host.life !== life) return;
    backend.onFlushError((error) => this.#fatal(life, error));
    const wal = new ObservedWal(tweaks.wal(recovered.wal), this.id, checks, () => this.#voted());
    const initial = tweaks.initialState(recovered.raft, backend);
    const raft = this.#newRaft(initial);
    if (initial.confState.voters.join() === this.id.toString()) raft.campaign();
    const replica = new Replica(
      this.#replicaOptions(recovered),
      this.#ports(life, wal, raft),
      initial.snapshotIndex,
    );
    raft.setSnapshotSource(() => tweaks.snapshotMeta(replica.snapshotMeta()));
    this.#life = { number: life, replica, raft };
    this.#observe(initial, replica);
    this.#serve(replica);
    setInterval(() => replica.tick(), settings.tickMs);
  }

  #observe({ hardState, ...initial }: RaftInitialState, replica: Replica): void {
    const { checks, world, leases, onElected } = this.#around;
    const { currentRevision } = replica.machine.store;
    const found = {
      vote: hardState,
      baseIndex: initial.snapshotIndex,
      baseTerm: initial.snapshotTerm,
      entries: initial.entries,
    };
    world.line(() => `has entry ${initial.appliedIndex}, revision ${currentRevision}`);
    this.#guarded(() => checks.booted(this.id, found, initial.appliedIndex, currentRevision));
    replica.listen({
      onApplied: (batch) => {
        world.trace.mix(batch.appliedIndex);
        world.trace.mix(batch.revision);
        world.line(() => `applied ${batch.appliedIndex}, revision ${batch.revision}`);
        this.#guarded(() => checks.applied(this.id, batch));
        for (const change of batch.leases) {
          if (change.kind !== 'revoked') continue;
          world.line(() => `lease ${change.id} is over`);
          this.#guarded(() => leases.ended(change.id, world.nowUs));
        }
      },
      onInstalled: (revision) => {
        world.line(() => `installed the state of ${replica.appliedIndex}, revision ${revision}`);
        this.#guarded(() => checks.installed(this.id, replica.appliedIndex, revision));
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
      const { role, term } = raft;
      const { confState } = raft.status();
      this.#guarded(() => checks.ready(this.id, ready, role === 'leader', term, confState));
    };
    return tweaks.raft(options, initial, onReady) ?? new ObservedRaft(options, initial, onReady);
  }

  #replicaOptions(recovered: RecoveredMember): ReplicaOptions {
    const { settings } = this.#around;
    return {
      memberId: this.id,
      clusterId: recovered.clusterId,
      requestTimeoutMs: 1_500,
      requestBytesMax: mebibyte,
      proposalsWaitingMax: 200,
      proposalBytesQueuedMax: mebibyte,
      readsWaitingMax: 200,
      snapshotEntries: settings.snapshotEntries,
      catchUpEntries: settings.catchUpEntries,
      backendPendingBytesMax: 16 * 1024,
      firstRequest: this.#random.nextUint32() * 2 ** 14,
    };
  }

  #ports(life: number, wal: ObservedWal, raft: Raft): ReplicaPorts {
    const { world, tweaks } = this.#around;
    const isAlive = (): boolean => this.host.life === life;
    const ports: ReplicaPorts = {
      clock: { nowMs: () => world.nowMs },
      wal,
      backend: tweaks.backend(this.disk.backend),
      raft,
      send: (messages) => {
        if (isAlive()) this.#send(messages);
      },
      schedule: (run) => {
        if (isAlive()) world.scheduleTurn(this.host, 'loop', run);
      },
      onFatal: (error) => this.#fatal(life, error),
    };
    return ports;
  }

  #serve(replica: Replica): void {
    const { rpc, settings, bus, tweaks } = this.#around;
    const turns = new Turns();
    const publisher = bus?.connectPublisher({ url: 'memory', clusterId: replica.clusterId });
    const feed = new EventFeed(replica, publisher);
    const graceMs = settings.tickMs * settings.electionTicks;
    const leaseFeed = new LeaseFeed({
      replica,
      logger: silentLogger,
      graceMs: tweaks.graceMs(graceMs),
    });
    const { quotaBytes } = settings;
    const quota = new Quota({ replica, quotaBytes, logger: silentLogger });
    const submitOptions = {
      replica,
      turns,
      free: new FreePieces(),
      txnOperationsMax: 128,
      ttlSecondsMin: 1,
      quotaBytes,
      quota,
      logger: silentLogger,
    };
    const submit = new SubmitService(
      submitOptions as unknown as ConstructorParameters<typeof SubmitService>[0],
    );
    const events = { source: { replica, turns }, feed };
    const service: ServedService = implement(nodeDefinition, {
      submit: bidiHandler(nodeDefinition.submit, (stream) => submit.serve(stream)),
      follow: serverStreamHandler(nodeService.follow, (request, stream) =>
        follow(events, request, stream),
      ),
      backfill: serverStreamHandler(nodeService.backfill, (request, stream) =>
        backfill(events, request, stream),
      ),
      leaseFeed: bidiHandler(nodeService.leaseFeed, (stream) => leaseFeed.serve(stream)),
      metrics: unaryHandler(nodeService.metrics, (_request, answer) => answer(null, { text: '' })),
    });
    rpc.listen(this.address, this.host, [service]);
  }

  #send(messages: readonly Message[]): void {
    const { network, checks, peer } = this.#around;
    this.#guarded(() => checks.sends(this.id, messages));
    for (const message of messages) {
      const target = peer(message.to);
      if (target === undefined) continue;
      if (message.type === MessageType.snapshot) {
        this.#sendSnapshot(message, target).catch((error: unknown) => {
          // The disk that was made to fail does so for whoever reads the state, too.
          if (!this.#expectsStop) this.#around.world.violate(error as Error);
        });
        continue;
      }
      const arrives = network.send(this.host, target.host, 'peer', () =>
        target.replica?.receive([message]),
      );
      if (!arrives && this.#random.nextBelow(3) === 0) {
        this.#laterHere(() => this.replica?.reportUnreachable(message.to));
      }
    }
  }

  #laterHere(run: () => void): void {
    const { world, network } = this.#around;
    world.schedule(network.delayUs(), this.host, 'report', run);
  }

  /** The state as it is now, in one piece. (Slices and their checksums are tested with real streams.) */
  async #sendSnapshot(message: Message, target: SimulatedMember): Promise<void> {
    const { network, world, tweaks } = this.#around;
    const { replica } = this;
    if (replica === undefined) return;
    const backend = await target.disk.receive(replica.backend);
    const { index, term } = backend.applied;
    const { confState } = replica.status;
    holds(
      'snapshot',
      message.snapshot !== undefined,
      () => 'a snapshot message says what it is of',
    );
    const snapshot = tweaks.snapshotMeta({ index, term, confState });
    let isAnswered = false;
    const answer = (outcome: 'installed' | 'failed'): void => {
      if (isAnswered) return;
      isAnswered = true;
      this.replica?.reportSnapshot(message.to, outcome);
    };
    let isTaken = false;
    network.send(this.host, target.host, 'snapshot', () => {
      // It comes over a connection: never twice.
      if (isTaken) return;
      isTaken = true;
      world.line(() => `receives the state of ${index}`);
      const accepted = target.#takeSnapshot({ ...message, snapshot }, backend);
      network.send(target.host, this.host, 'snapshot answer', () =>
        answer(accepted ? 'installed' : 'failed'),
      );
    });
    // Whatever became of it, the connection breaks in the end.
    world.schedule(network.patienceUs(), this.host, 'snapshot over', () => answer('failed'));
  }

  #takeSnapshot(message: Message, backend: MemoryBackend): boolean {
    const { replica } = this;
    if (replica === undefined) return false;
    const life = this.host.life;
    return replica.receiveSnapshot({
      message,
      activate: async () => {
        await replica.backend.close();
        if (this.host.life !== life) return backend;
        this.disk.replaceBackend(backend);
        backend.onFlushError((error) => this.#fatal(life, error));
        return backend;
      },
      discard: async () => await backend.close(),
    });
  }

  #nameOf(id: MemberId): string {
    return id === 0n ? 'nobody' : (this.#around.peer(id)?.host.name ?? id.toString(16));
  }
}
