// Node.Submit: a gateway's requests, many per message, and their answers, many per message. Answers
// that become ready in the same turn leave in one message. A large answer leaves in slices between
// the others, so that it does not stand in front of small ones. When the gateway does not read,
// nothing more is taken from it either, so what waits here stays bounded by what it has in flight.
import { GrpcCode } from '@cairn/api';
import { cairn, fromBigInt } from '@cairn/proto';
import type { BidiStream } from '@cairn/rpc';
import * as kv from './kv.ts';
import * as lease from './lease.ts';
import * as maintenance from './maintenance.ts';
import { failure } from './outcome.ts';
import type { Outcome, Reply } from './outcome.ts';

type V1 = typeof cairn.v1;
type SubmitStream = BidiStream<V1['SubmitBatch'], V1['SubmitResults']>;
type Result = cairn.v1.SubmitResult.$Properties;
type Handler = (options: SubmitOptions, bytes: Uint8Array, reply: Reply) => void;

export interface SubmitOptions
  extends kv.KvOptions, lease.LeaseOptions, maintenance.MaintenanceOptions {}

const sliceBytes = 512 * 1024;
const { Method } = cairn.v1;

const handlers: Readonly<Record<number, Handler>> = {
  [Method.RANGE]: kv.range,
  [Method.PUT]: kv.put,
  [Method.DELETE_RANGE]: kv.deleteRange,
  [Method.TXN]: kv.txn,
  [Method.COMPACT]: kv.compact,
  [Method.LEASE_GRANT]: lease.leaseGrant,
  [Method.LEASE_REVOKE]: lease.leaseRevoke,
  [Method.LEASE_TIME_TO_LIVE]: lease.leaseTimeToLive,
  [Method.LEASE_LEASES]: lease.leaseLeases,
  [Method.MEMBER_LIST]: maintenance.memberList,
  [Method.STATUS]: maintenance.status,
  [Method.HASH]: maintenance.hash,
  [Method.HASH_KV]: maintenance.hashKv,
  [Method.ALARM]: maintenance.alarm,
  [Method.WATCH_OPEN]: maintenance.watchOpen,
};

export class SubmitService {
  readonly #options: SubmitOptions;
  readonly #sessions = new Set<SubmitSession>();

  constructor(options: SubmitOptions) {
    this.#options = options;
    const sayState = (): void => {
      for (const session of this.#sessions) session.sayState();
    };
    options.replica.listen({
      onLeadership: sayState,
      onInstalled: sayState,
      onApplied: ({ leases }) => {
        // Naming a primary lease-keeper changes no lease; it is told with the next heartbeat of
        // leadership or answer, and at once when the epoch moved.
        if (leases.length === 0) for (const session of this.#sessions) session.noticeEpoch();
      },
    });
  }

  serve(stream: SubmitStream): void {
    const session = new SubmitSession(this.#options, stream);
    this.#sessions.add(session);
    const over = (): void => {
      this.#sessions.delete(session);
    };
    stream.on('end', () => stream.end());
    stream.on('close', over);
    stream.on('cancelled', over);
    stream.on('error', over);
  }
}

class SubmitSession {
  readonly #options: SubmitOptions;
  readonly #stream: SubmitStream;
  #results: Result[] = [];
  #large: Result[] = [];
  #flushDue = false;
  #saidEpoch = -1;

  constructor(options: SubmitOptions, stream: SubmitStream) {
    this.#options = options;
    this.#stream = stream;
    this.sayState();
    stream.on('data', (batch: cairn.v1.SubmitBatch) => {
      for (const item of batch.items) this.#take(item as cairn.v1.SubmitItem);
    });
  }

  sayState(): void {
    this.#saidEpoch = -1;
    this.#scheduleFlush();
  }

  noticeEpoch(): void {
    if (this.#options.replica.machine.leasePrimary.epoch !== this.#saidEpoch) this.#scheduleFlush();
  }

  #take({ id, method, request }: cairn.v1.SubmitItem): void {
    const reply: Reply = (outcome) => this.#add(id, outcome);
    const handle = handlers[method];
    if (handle === undefined) {
      reply({
        kind: 'failure',
        code: GrpcCode.unimplemented,
        message: `unknown method ${method} of Node.Submit`,
      });
      return;
    }
    try {
      handle(this.#options, request, reply);
    } catch (error) {
      reply(failure(error));
    }
  }

  #add(id: number, outcome: Outcome): void {
    if (outcome.kind === 'failure') {
      this.#results.push({ id, code: outcome.code, message: outcome.message });
    } else if (outcome.bytes.length > sliceBytes) {
      this.#addSlices(id, outcome.bytes);
    } else {
      this.#results.push({ id, response: outcome.bytes });
    }
    this.#scheduleFlush();
  }

  #addSlices(id: number, bytes: Uint8Array): void {
    for (let offset = 0; offset < bytes.length; offset += sliceBytes) {
      const end = Math.min(offset + sliceBytes, bytes.length);
      this.#large.push({ id, response: bytes.subarray(offset, end), more: end < bytes.length });
    }
  }

  #scheduleFlush(): void {
    if (this.#flushDue) return;
    this.#flushDue = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#flushDue = false;
    const stream = this.#stream;
    if (stream.writableEnded || stream.destroyed) return;
    const results = this.#results;
    this.#results = [];
    const slice = this.#large.shift();
    if (slice !== undefined) results.push(slice);
    const willingly = stream.write({ results, state: this.#state() });
    if (!willingly) {
      this.#flushDue = true;
      stream.pause();
      stream.once('drain', () => {
        stream.resume();
        this.#flushDue = false;
        if (this.#results.length > 0 || this.#large.length > 0) this.#scheduleFlush();
      });
    } else if (this.#large.length > 0) {
      this.#flushDue = true;
      setImmediate(() => this.#flush());
    }
  }

  #state(): cairn.v1.NodeState.$Properties {
    const { replica } = this.#options;
    const { machine, clusterId, memberId } = replica;
    const { epoch, address } = machine.leasePrimary;
    this.#saidEpoch = epoch;
    return {
      cluster_id: fromBigInt(clusterId, 'unsigned'),
      member_id: fromBigInt(memberId, 'unsigned'),
      leader_id: fromBigInt(replica.leader, 'unsigned'),
      raft_term: replica.term,
      applied_index: replica.appliedIndex,
      revision: machine.store.currentRevision,
      compact_revision: machine.store.compactRevision,
      lease_epoch: epoch,
      keeper_address: address,
    };
  }
}
