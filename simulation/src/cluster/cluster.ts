// A whole cluster with its clients in one world, put together from the settings of a seed.
import { SeededRandom } from '@cairn/core';
import type { MemberId } from '@cairn/core';
import type { RaftInitialState } from '@cairn/raft';
import { computeMemberId } from '@cairn/replica';
import type { Member } from '@cairn/replica';
import { AlarmSafety } from '../checkers/alarm-safety.ts';
import { LeaseSafety } from '../checkers/lease-safety.ts';
import type { Loss } from '../checkers/lost-history.ts';
import { SafetyChecks } from '../checkers/safety-checks.ts';
import { SimulatedGateway } from '../clients/gateway.ts';
import { Operator } from '../clients/operator.ts';
import { Recorder } from '../clients/recorder.ts';
import { SimulatedBus } from '../world/bus.ts';
import { Network } from '../world/network.ts';
import { RpcWorld } from '../world/rpc.ts';
import type { World } from '../world/world.ts';
import { MadPeer } from './mad-peer.ts';
import { foreignFounder } from './foreign-founder.ts';
import { joinOthers } from './joining.ts';
import type { FlagMistake } from './joining.ts';
import { SimulatedKeeper } from './keeper.ts';
import { SimulatedMember } from './member.ts';
import type { MemberSurroundings } from './member.ts';
import type { Transfers } from './peer-port.ts';
import { Reconfiguration, machinesMax } from './reconfiguration.ts';
import type { Settings } from './settings.ts';
import type { MemberTweaks } from './tweaks.ts';

const clusterToken = 'simulation';

export class SimulatedCluster {
  readonly world: World;
  readonly settings: Settings;
  readonly network: Network;
  readonly rpc: RpcWorld;
  readonly checks: SafetyChecks;
  readonly recorder: Recorder;
  readonly bus: SimulatedBus | undefined;
  /** The machines, those of former members and of nobody among them. */
  readonly members: SimulatedMember[] = [];
  /** Of clusters that do not exist. */
  readonly foreigners: SimulatedMember[] = [];
  readonly gateways: SimulatedGateway[] = [];
  readonly keepers: SimulatedKeeper[] = [];
  readonly leases: LeaseSafety = new LeaseSafety();
  readonly alarms: AlarmSafety;
  readonly operator: Operator;
  readonly madPeer: MadPeer;
  readonly transfers: Transfers = {
    counts: { begun: 0, resumed: 0, installed: 0 },
    onRecord: undefined,
  };
  /** When a majority of the disks was lost, and, from when the member that is left is back, what of it is. */
  lostAtUs: number = Infinity;
  loss: Loss | undefined;
  /** Undefined: nobody changes who the members are. */
  readonly reconfiguration: Reconfiguration | undefined;
  readonly #around: MemberSurroundings;
  #lastLeaseId = 0n;
  #clientsGoOn = true;
  /** Told once, when the next member becomes leader. */
  onceElected: ((member: SimulatedMember) => void) | undefined;

  constructor(world: World, settings: Settings, tweaks: MemberTweaks) {
    this.world = world;
    this.settings = settings;
    this.network = new Network(world);
    this.rpc = new RpcWorld(world, this.network);
    this.recorder = new Recorder(world);
    this.bus = settings.hasBus ? new SimulatedBus(world, this.network) : undefined;
    const founders = newMembers(settings.members);
    this.checks = new SafetyChecks(founders);
    const around: MemberSurroundings = {
      world,
      network: this.network,
      rpc: this.rpc,
      checks: this.checks,
      leases: this.leases,
      settings,
      bus: this.bus,
      founders,
      tweaks,
      transfers: this.transfers,
      peer: (id) => this.memberOf(id),
      machineAt: (url) => this.machineAt(url),
      members: () => this.checks.membership.latest.members,
      onElected: (member) => {
        const told = this.onceElected;
        this.onceElected = undefined;
        told?.(member);
      },
      onAlone: (member, raft) => this.#lost(member, raft),
    };
    this.#around = around;
    for (const [i, identity] of founders.entries()) {
      this.members.push(new SimulatedMember(identity, around, world.addHost(`m${i + 1}`)));
    }
    for (let i = 0; i < settings.gateways; i++) this.#addGateway(i, tweaks);
    this.alarms = new AlarmSafety(settings.quotaBytes >= 0);
    const { membership } = settings;
    const machines = membership === undefined ? settings.members : machinesMax;
    const nodeAddresses = Array.from({ length: machines }, (_, i) => `node-m${i + 1}`);
    const { network, rpc } = this;
    for (let i = 0; i < settings.keepers; i++) {
      const keeper = { world, network, rpc, settings, tweaks, nodeAddresses };
      this.keepers.push(new SimulatedKeeper(keeper, world.addHost(`x${i + 1}`)));
    }
    const { recorder, alarms } = this;
    const goesOn = (): boolean => this.#clientsGoOn;
    this.operator = new Operator(
      {
        world,
        rpc,
        recorder,
        settings,
        alarms,
        goesOn,
        members: () => this.#membersInService(),
      },
      world.addHost('op'),
    );
    const random = new SeededRandom(world.seed);
    this.madPeer = new MadPeer({ world, rpc, random }, world.addHost('mad'));
    this.reconfiguration =
      membership === undefined
        ? undefined
        : new Reconfiguration(this, membership, world.addHost('adm'));
  }

  /** Whom an administrator asks: not one that was removed before it had ever joined. */
  #membersInService(): readonly SimulatedMember[] {
    const inService = this.members.filter((machine) => machine.isInService);
    const { members } = this.checks.membership.latest;
    const known = inService.filter(({ id }) => members.some((member) => member.id === id));
    return known.length > 0 ? known : inService;
  }

  #lost({ id }: SimulatedMember, raft: RaftInitialState): void {
    const keptRevision = this.checks.survives(id, {
      commit: raft.hardState.commit,
      applied: raft.appliedIndex,
      baseIndex: raft.snapshotIndex,
      entries: raft.entries,
    });
    this.world.line(() => `what came after revision ${keptRevision} may be lost`);
    this.loss = { atUs: this.lostAtUs, keptRevision };
  }

  get leader(): SimulatedMember | undefined {
    return this.members.find((member) => member.isLeader);
  }

  memberOf(id: MemberId): SimulatedMember | undefined {
    return this.members.find((member) => member.id === id);
  }

  machineAt(url: string): SimulatedMember | undefined {
    return this.members.find(({ urls }) => urls.has(url));
  }

  /** Somebody has started a machine with flags that found another cluster. */
  startForeigner(): void {
    const host = this.world.addHost(`f${this.foreigners.length + 1}`);
    const foreigner = foreignFounder(this.#around, host, clusterToken);
    this.foreigners.push(foreigner);
    foreigner.start();
  }

  /** Starts a process that says it lives at this peer URL, with a mistake in its flags; it is to be refused. */
  tryToJoin(url: string, mistake: FlagMistake): Promise<unknown> {
    const { world } = this;
    const host = world.addHost(`w${world.hosts.length}`);
    host.boot();
    const joining = { around: this.#around, host, url, isFirstStart: true, mistake };
    return new Promise((resolve, reject) => {
      world.schedule(0, host, 'start', () => void joinOthers(joining).then(resolve, reject));
    });
  }

  /** One more, with nothing on it. */
  addMachine(): SimulatedMember {
    const host = this.world.addHost(`m${this.members.length + 1}`);
    const machine = new SimulatedMember(undefined, this.#around, host);
    this.members.push(machine);
    return machine;
  }

  /** The machine gets an empty disk and becomes this member, and so everything on it begins anew. */
  becomes(machine: SimulatedMember, identity: Member): void {
    for (const gateway of this.gateways) {
      if (gateway.member !== machine || !gateway.host.isUp) continue;
      gateway.kill();
      gateway.start();
    }
    machine.become(identity);
  }

  start(): void {
    for (const member of this.members) member.start();
    for (const keeper of this.keepers) keeper.start();
    for (const gateway of this.gateways) gateway.start();
    const { quotaBytes, raisesAlarms } = this.settings;
    if (quotaBytes >= 0 || raisesAlarms) this.operator.start();
  }

  /** No client begins anything new. */
  quieten(): void {
    this.#clientsGoOn = false;
  }

  #addGateway(i: number, tweaks: MemberTweaks): void {
    const member = this.members[i % this.members.length];
    if (member === undefined) return;
    const { world, network, rpc, recorder, settings, bus, leases } = this;
    const options = {
      world,
      network,
      rpc,
      recorder,
      leases,
      settings,
      tweaks,
      bus,
      member,
      goesOn: () => this.#clientsGoOn,
      nextLeaseId: () => ++this.#lastLeaseId,
      leaseholders: i === 0 ? settings.leaseholders : 0,
    };
    this.gateways.push(new SimulatedGateway(options, world.addHost(`g${i + 1}`)));
  }
}

function newMembers(count: number): Member[] {
  return Array.from({ length: count }, (_, i) => {
    const peerUrls = [`http://m${i + 1}:2380`];
    const id = computeMemberId(peerUrls, clusterToken);
    return { id, name: '', peerUrls, clientUrls: [], isLearner: false };
  });
}
