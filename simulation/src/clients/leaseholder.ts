// A client with leases: it takes one, hangs keys on it, keeps it alive for a while, and then gives it
// back, or forgets it.
import type { Random } from '@cairn/core';
import type { leaseService } from '@cairn/client-gateway';
import { etcdserverpb, fromBigInt, toSafeNumber } from '@cairn/proto';
import type { LeaseSafety } from '../checkers/lease-safety.ts';
import type { World } from '../world/world.ts';
import { ClientStream, unaryCall } from './calls.ts';
import { decodeAnswer, encodeOperation, microsPerSecond } from './codec.ts';
import type { KvClient } from './kv-client.ts';
import type { Recorder } from './recorder.ts';

type LeaseService = ReturnType<typeof leaseService>;

export interface LeaseholderOptions {
  readonly name: string;
  readonly member: string;
  readonly world: World;
  readonly service: LeaseService;
  readonly kv: KvClient;
  readonly recorder: Recorder;
  readonly leases: LeaseSafety;
  readonly random: Random;
  readonly goesOn: () => boolean;
  readonly nextLeaseId: () => bigint;
}

interface Held {
  readonly id: bigint;
  readonly ttlSeconds: number;
  renewalsLeft: number;
}

export class Leaseholder {
  readonly #options: LeaseholderOptions;

  constructor(options: LeaseholderOptions) {
    this.#options = options;
  }

  start(): void {
    this.#later(200, () => this.#grant());
  }

  #grant(): void {
    const { recorder, name, member, nextLeaseId, random, leases, world, service } = this.#options;
    if (!this.#options.goesOn()) return;
    const held: Held = {
      id: nextLeaseId(),
      ttlSeconds: 1 + random.nextBelow(2),
      renewalsLeft: random.nextBelow(12),
    };
    const ttl = held.ttlSeconds * microsPerSecond;
    const request = { type: 'leaseGrant', leaseId: held.id, ttl } as const;
    const askedAtUs = world.nowUs;
    const operation = recorder.begin(name, member, request);
    this.#unary(service, 'LeaseGrant', encodeOperation(request).bytes, {
      respond: (message) => {
        const answer = decodeAnswer(request, message);
        recorder.end(operation, { kind: 'ok', answer });
        leases.promised(held.id, askedAtUs, ttl);
        this.#attach(held);
      },
      fail: (_code, error) => {
        recorder.end(operation, { kind: 'unknown', error });
        this.#later(100, () => this.#grant());
      },
    });
  }

  #attach(held: Held): void {
    const value = `u:${this.#options.name}:${held.id}`;
    const put = { type: 'put', key: `l${held.id % 5n}`, value, leaseId: held.id } as const;
    this.#options.kv.ask(put, () => this.#live(held, undefined));
  }

  #live(held: Held, stream: ClientStream | undefined): void {
    const { goesOn, random } = this.#options;
    if (held.renewalsLeft > 0 && goesOn()) {
      held.renewalsLeft -= 1;
      const waitMs = random.nextBelow((held.ttlSeconds * 1000) / 2);
      setTimeout(() => this.#renew(held, stream), waitMs);
      return;
    }
    stream?.leave();
    // Forgotten, or given back.
    if (random.nextBelow(2) === 0) this.#later(500, () => this.#grant());
    else this.#revoke(held);
  }

  #renew(held: Held, open: ClientStream | undefined): void {
    const { recorder, name, member, leases, world, service } = this.#options;
    const askedAtUs = world.nowUs;
    const operation = recorder.begin(name, member, { type: 'leaseKeepAlive', leaseId: held.id });
    const stream: ClientStream =
      open ??
      new ClientStream({
        onMessage: (message) => this.#answered(message),
        onEnd: (error) => this.#ended(error),
      });
    this.#answered = (message) => {
      const { header, TTL } = etcdserverpb.LeaseKeepAliveResponse.decode(message);
      const ttl = toSafeNumber(TTL) * microsPerSecond;
      const revision = toSafeNumber(header?.revision ?? 0);
      recorder.end(operation, { kind: 'ok', answer: { type: 'leaseKeepAlive', revision, ttl } });
      if (ttl > 0) {
        leases.promised(held.id, askedAtUs, ttl);
        this.#live(held, stream);
      } else {
        stream.leave();
        this.#later(200, () => this.#grant());
      }
    };
    this.#ended = (error) => {
      recorder.end(operation, { kind: 'unknown', error });
      this.#live(held, undefined);
    };
    if (open === undefined) service.stream['LeaseKeepAlive']?.handle(stream);
    const ID = fromBigInt(held.id, 'signed');
    stream.request(etcdserverpb.LeaseKeepAliveRequest.encode({ ID }).finish());
  }

  /** What an answer on the stream means: there is one question at a time. */
  #answered: (message: Uint8Array) => void = () => undefined;
  #ended: (error: string) => void = () => undefined;

  #revoke({ id }: Held): void {
    const { recorder, name, member, leases, service } = this.#options;
    leases.revokeAsked(id);
    const request = { type: 'leaseRevoke', leaseId: id } as const;
    const operation = recorder.begin(name, member, request);
    const done = (): void => this.#later(300, () => this.#grant());
    this.#unary(service, 'LeaseRevoke', encodeOperation(request).bytes, {
      respond: (message) => {
        recorder.end(operation, { kind: 'ok', answer: decodeAnswer(request, message) });
        done();
      },
      fail: (_code, error) => {
        const isGone = error.includes('lease not found');
        recorder.end(operation, { kind: isGone ? 'failed' : 'unknown', error });
        done();
      },
    });
  }

  #unary(
    service: LeaseService,
    method: string,
    request: Uint8Array,
    answer: Parameters<typeof unaryCall>[0],
  ): void {
    service.unary[method]?.(request, unaryCall(answer));
  }

  #later(msMax: number, run: () => void): void {
    setTimeout(run, 1 + this.#options.random.nextBelow(msMax));
  }
}
