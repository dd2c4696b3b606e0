// Leases that are renewed again as soon as they were: the renewals of all leases of a stream are under
// way together, as with a client that renews all its leases when their time comes.
import { grpcFrame, intField } from '../load/wire.ts';
import { MessageCall } from './http2/call.ts';
import { runClosedLoop } from './closed-loop.ts';
import type { Connection } from './http2/connection.ts';
import { FieldReader } from './fields.ts';
import type { KeepAlivePlan, Workload } from './plan.ts';
import { Recorder } from './recorder.ts';
import { connectAll } from './slots.ts';
import { UnarySlot } from './unary-slot.ts';

/** Longer than any run: a lease that runs out would be a failure. */
const ttlSeconds = 3_600;
const grantsInFlight = 50;
const fields = new FieldReader();

export async function prepareKeepAlive(
  plan: KeepAlivePlan,
  onFailure: (error: Error) => void,
): Promise<Workload> {
  const connections = await connectAll([plan.endpoint], plan.streams, onFailure);
  const [first] = connections;
  if (first === undefined) throw new Error('a benchmark of leases needs a stream');
  await grantAll(plan, first);
  const calls = connections.map((connection, index) => {
    const firstLease = plan.firstLeaseId + index * plan.leasesPerStream;
    return new KeepAliveCall(connection, firstLease, plan.leasesPerStream);
  });
  await renew(calls, plan.warmUpRenewals);
  return {
    run: async () => {
      const startedMs = performance.now();
      const recorder = await renew(calls, plan.renewals);
      const seconds = (performance.now() - startedMs) / 1_000;
      const [p50Ms, p99Ms] = recorder.percentilesMs([50, 99]) as [number, number];
      return { renewalsPerSecond: plan.renewals / seconds, p50Ms, p99Ms };
    },
  };
}

/** What is left to do in one run, for all streams. */
class Renewals {
  readonly recorder: Recorder;
  readonly #onDone: () => void;
  readonly #count: number;
  #sent = 0;

  constructor(count: number, onDone: () => void) {
    this.recorder = new Recorder(count);
    this.#count = count;
    this.#onDone = onDone;
  }

  /** @returns whether one more may be sent. */
  take(): boolean {
    if (this.#sent === this.#count) return false;
    this.#sent++;
    return true;
  }

  finishOne(): void {
    if (this.recorder.finished === this.#count) this.#onDone();
  }
}

class KeepAliveCall extends MessageCall {
  readonly #connection: Connection;
  readonly #firstLease: number;
  readonly #requests: readonly Uint8Array[];
  /** When the renewal that is under way was sent, 0 when none is. */
  readonly #sentMs: Float64Array;
  #renewals: Renewals | undefined;

  constructor(connection: Connection, firstLease: number, leases: number) {
    super();
    this.#connection = connection;
    this.#firstLease = firstLease;
    this.#sentMs = new Float64Array(leases);
    this.#requests = Array.from({ length: leases }, (_, index) =>
      grpcFrame(intField(1, firstLease + index)),
    );
    connection.open(this, '/etcdserverpb.Lease/LeaseKeepAlive');
  }

  start(renewals: Renewals): void {
    this.#renewals = renewals;
    for (const index of this.#requests.keys()) this.#send(index);
  }

  override onMessage(bytes: Buffer, start: number, end: number): void {
    let lease = 0;
    let ttl = 0;
    fields.read(bytes, start, end);
    while (fields.next()) {
      if (fields.field === 2) lease = fields.value;
      else if (fields.field === 3) ttl = fields.value;
    }
    const index = lease - this.#firstLease;
    const sentMs = this.#sentMs[index] ?? 0;
    if (sentMs === 0) throw new Error(`lease ${lease} was not to be renewed on this stream`);
    this.#sentMs[index] = 0;
    const renewals = this.#renewals;
    if (ttl === ttlSeconds) renewals?.recorder.answered(performance.now() - sentMs);
    else renewals?.recorder.failed(`lease ${lease} has ${ttl} instead of ${ttlSeconds} seconds`);
    this.#send(index);
    renewals?.finishOne();
  }

  override onEnd(grpcStatus: number, grpcMessage: string): void {
    throw new Error(`a stream of renewals ended with gRPC status ${grpcStatus} ${grpcMessage}`);
  }

  #send(index: number): void {
    const request = this.#requests[index];
    if (request === undefined || this.#renewals?.take() !== true) return;
    this.#sentMs[index] = performance.now();
    this.#connection.send(this, request, false);
  }
}

function renew(calls: readonly KeepAliveCall[], count: number): Promise<Recorder> {
  return new Promise((resolve) => {
    const renewals = new Renewals(count, () => resolve(renewals.recorder));
    for (const call of calls) call.start(renewals);
  });
}

/** Grants one lease after the other. */
class GrantSlot extends UnarySlot {
  readonly #nextLeaseId: () => number;
  #isGranted = false;

  constructor(connection: Connection, nextLeaseId: () => number) {
    super(connection, '/etcdserverpb.Lease/LeaseGrant');
    this.#nextLeaseId = nextLeaseId;
  }

  protected override nextRequest(): Uint8Array {
    this.#isGranted = false;
    return grpcFrame(Buffer.concat([intField(1, ttlSeconds), intField(2, this.#nextLeaseId())]));
  }

  protected override onAnswer(bytes: Buffer, start: number, end: number): void {
    fields.read(bytes, start, end);
    while (fields.next()) if (fields.field === 3) this.#isGranted = fields.value === ttlSeconds;
  }

  protected override mistake(): string | undefined {
    return this.#isGranted ? undefined : 'a lease was granted with another TTL';
  }
}

async function grantAll(plan: KeepAlivePlan, connection: Connection): Promise<void> {
  let next = plan.firstLeaseId;
  const slots = Array.from(
    { length: grantsInFlight },
    () => new GrantSlot(connection, () => next++),
  );
  const { recorder } = await runClosedLoop(slots, plan.streams * plan.leasesPerStream);
  recorder.percentilesMs([]);
}
