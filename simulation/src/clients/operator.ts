// Who looks after the cluster: sees alarms, makes room, lifts them, and now and then raises one. It can
// ask any member, like an administrator with etcdctl, and is never cut off or killed itself.
import { NodeLink, nodeMethod } from '@cairn/client-gateway';
import { SeededRandom } from '@cairn/core';
import type { Random } from '@cairn/core';
import { etcdserverpb, fromBigInt, toUnsignedBigInt } from '@cairn/proto';
import { AlarmKind, isAlarmKind } from '@cairn/replica';
import type { Alarm } from '@cairn/replica';
import type { AlarmSafety } from '../checkers/alarm-safety.ts';
import type { SimulatedMember } from '../cluster/member.ts';
import type { Settings } from '../cluster/settings.ts';
import { silentLogger } from '../cluster/silent-logger.ts';
import type { Host } from '../world/host.ts';
import type { RpcWorld } from '../world/rpc.ts';
import type { World } from '../world/world.ts';
import { KvClient } from './kv-client.ts';
import type { Recorder } from './recorder.ts';

const { AlarmAction } = etcdserverpb.AlarmRequest;
const requestTimeoutMs = 1_500;

export interface OperatorOptions {
  readonly world: World;
  readonly rpc: RpcWorld;
  readonly recorder: Recorder;
  readonly settings: Settings;
  readonly alarms: AlarmSafety;
  readonly members: () => readonly SimulatedMember[];
  /** False: it raises nothing any more. */
  readonly goesOn: () => boolean;
}

interface Line {
  readonly link: NodeLink;
  readonly kv: KvClient;
}

type Told = (alarms: readonly Alarm[] | undefined) => void;

export class Operator {
  readonly host: Host;
  readonly #options: OperatorOptions;
  /** Its own, so that whoever else draws is not disturbed. */
  readonly #random: Random;
  readonly #lines = new Map<SimulatedMember, Line>();
  #raised = 0;

  constructor(options: OperatorOptions, host: Host) {
    this.#options = options;
    this.host = host;
    this.#random = new SeededRandom(options.world.seed);
    host.boot();
  }

  /** Begins to look after alarms. */
  start(): void {
    this.#options.world.schedule(0, this.host, 'start', () => this.#look());
  }

  /** A client of one member. */
  kvAt(member: SimulatedMember): KvClient {
    return this.#lineTo(member).kv;
  }

  /** @param done with whether it is raised for certain; a member that is none is as good as any */
  raise(
    alarm: Alarm,
    done: (isRaised: boolean) => void = () => undefined,
    member: SimulatedMember = this.#anyMember(),
  ): void {
    const { world, alarms } = this.#options;
    alarms.raiseAsked(alarm, world.nowUs);
    this.#ask(member, AlarmAction.ACTIVATE, alarm, (raised) => {
      if (raised !== undefined) alarms.seen(alarm, world.nowUs);
      done(raised !== undefined);
    });
  }

  lift(
    alarm: Alarm,
    done: (isLifted: boolean) => void = () => undefined,
    member: SimulatedMember = this.#anyMember(),
  ): void {
    const { world, alarms } = this.#options;
    alarms.liftAsked(alarm, world.nowUs);
    this.#ask(member, AlarmAction.DEACTIVATE, alarm, (lifted) => {
      alarms.liftEnded(alarm, world.nowUs, lifted !== undefined);
      done(lifted !== undefined);
    });
  }

  #look(): void {
    const { world, alarms, settings, goesOn } = this.#options;
    const again = (): void => {
      setTimeout(() => this.#look(), 20 + this.#random.nextBelow(150));
    };
    if (settings.raisesAlarms && goesOn() && this.#random.nextBelow(4) === 0) {
      return this.raise(this.#newAlarm(), again);
    }
    this.#ask(this.#anyMember(), AlarmAction.GET, everyAlarm, (raised) => {
      const [first] = raised ?? [];
      for (const alarm of raised ?? []) alarms.seen(alarm, world.nowUs);
      const isPatient = goesOn() && this.#random.nextBelow(3) > 0;
      if (first === undefined || isPatient) return again();
      const member = this.#anyMember();
      if (first.kind !== AlarmKind.noSpace) return this.lift(first, again, member);
      this.#makeRoom(this.kvAt(member), () => this.lift(first, again, member));
    });
  }

  /** What etcd's manual says: delete, compact, disarm. */
  #makeRoom(kv: KvClient, done: () => void): void {
    kv.ask({ type: 'delete', key: 'k', rangeEnd: 'l' }, () => {
      kv.ask({ type: 'compact', revision: kv.seenRevision }, () => setTimeout(done, 50));
    });
  }

  /** About somebody who is no member: nobody else lifts it or raises it again. */
  #newAlarm(): Alarm {
    const kind = this.#random.nextBelow(4) === 0 ? AlarmKind.corrupt : AlarmKind.noSpace;
    this.#raised += 1;
    return { kind, memberId: BigInt(this.#raised) };
  }

  #ask(
    member: SimulatedMember,
    action: etcdserverpb.AlarmRequest.AlarmAction,
    { memberId, kind }: Alarm,
    told: Told,
  ): void {
    const memberID = fromBigInt(memberId, 'unsigned');
    const request = etcdserverpb.AlarmRequest.encode({ action, memberID, alarm: kind }).finish();
    const { world } = this.#options;
    const about = `alarm ${kind} of ${memberId}, action ${action} at ${member.host.name}`;
    this.#lineTo(member).link.submit(nodeMethod.alarm, request, undefined, {
      respond: (message) => {
        const raised = decodeAlarms(message);
        world.line(() => `${about}: ${raised.map((one) => one.memberId).join() || 'none'}`);
        told(raised);
      },
      fail: (_code, error) => {
        world.line(() => `${about}: ${error}`);
        told(undefined);
      },
    });
  }

  #anyMember(): SimulatedMember {
    const members = this.#options.members();
    const member = members[this.#random.nextBelow(members.length)];
    if (member === undefined) throw new Error('there is no member to ask');
    return member;
  }

  #lineTo(member: SimulatedMember): Line {
    const { world, rpc, recorder, settings, goesOn } = this.#options;
    let line = this.#lines.get(member);
    if (line !== undefined) return line;
    const link = new NodeLink({
      client: rpc.client(this.host, member.address),
      clock: { nowMs: () => world.nowMs },
      requestTimeoutMs,
      logger: silentLogger,
      metrics: { batchSent: () => undefined, reopened: () => undefined, failed: () => undefined },
    });
    const kv = new KvClient({
      name: `${this.host.name}.${member.host.name}`,
      member: member.host.name,
      link,
      recorder,
      random: this.#random,
      settings,
      goesOn,
    });
    line = { link, kv };
    this.#lines.set(member, line);
    return line;
  }
}

const everyAlarm: Alarm = { memberId: 0n, kind: AlarmKind.none };

function decodeAlarms(message: Uint8Array): Alarm[] {
  return etcdserverpb.AlarmResponse.decode(message).alarms.flatMap(({ memberID, alarm }) => {
    const kind: number = alarm ?? 0;
    return isAlarmKind(kind) ? [{ memberId: toUnsignedBigInt(memberID ?? 0), kind }] : [];
  });
}
