// Many watchers of one prefix, and somebody who writes. The writer stays a bounded number of events ahead
// of the slowest watcher; otherwise the case would measure how a server reads history for watchers that
// it has lost.
import { bytesField, grpcFrame } from '../load/wire.ts';
import type { Connection } from './http2/connection.ts';
import type { WatchPlan, Workload } from './plan.ts';
import { PutSlot } from './put-slot.ts';
import { Recorder } from './recorder.ts';
import { connectAll, nextPut } from './slots.ts';
import type { Schedule, UnarySlot } from './unary-slot.ts';
import { EventCounter, WatchCall } from './watch-call.ts';

const writersInFlight = 32;

export async function prepareWatch(
  plan: WatchPlan,
  onFailure: (error: Error) => void,
): Promise<Workload> {
  const [writer] = await connectAll([plan.endpoint], 1, onFailure);
  if (writer === undefined) throw new Error('there is no connection for the writer');
  const events = new EventCounter(plan.connections * plan.watchersPerConnection);
  const readers = await connectAll([plan.endpoint], plan.connections, onFailure);
  await Promise.all(readers.map((connection) => createWatchers(plan, connection, events)));
  const next = nextPut(plan.keyPrefix, plan.valueBytes);
  const slots = Array.from({ length: writersInFlight }, () => new PutSlot(writer, next));
  await writeEvents(slots, events, plan.warmUpEvents, plan.eventsAhead);
  return {
    run: async () => {
      const startedMs = performance.now();
      await writeEvents(slots, events, plan.events, plan.eventsAhead);
      const seconds = (performance.now() - startedMs) / 1_000;
      return { deliveriesPerSecond: (plan.events * events.watchers) / seconds };
    },
  };
}

function createWatchers(
  plan: WatchPlan,
  connection: Connection,
  events: EventCounter,
): Promise<void> {
  return new Promise((resolve) => {
    const call = new WatchCall(events, plan.watchersPerConnection, resolve);
    connection.open(call, '/etcdserverpb.Watch/Watch');
    const prefix = Buffer.from(plan.keyPrefix);
    const create = Buffer.concat([bytesField(1, prefix), bytesField(2, prefixEnd(prefix))]);
    const request = grpcFrame(bytesField(1, create));
    for (let each = 0; each < plan.watchersPerConnection; each++) {
      connection.send(call, request, false);
    }
  });
}

/** The first key behind all that begin with the prefix, whose last byte must not be 0xff. */
function prefixEnd(prefix: Uint8Array): Uint8Array {
  const end = Uint8Array.from(prefix);
  end[end.length - 1] = (end.at(-1) ?? 0) + 1;
  return end;
}

/** Resolves when all watchers have seen all events. */
function writeEvents(
  slots: readonly UnarySlot[],
  events: EventCounter,
  count: number,
  ahead: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const recorder = new Recorder(count);
    const idle: UnarySlot[] = [];
    let sent = 0;
    const fill = (): void => {
      while (sent < count && sent - events.complete < ahead) {
        const slot = idle.pop();
        if (slot === undefined) return;
        sent++;
        slot.send(schedule, performance.now());
      }
      if (recorder.finished < count || events.complete < count) return;
      try {
        recorder.percentilesMs([]);
        resolve();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const schedule: Schedule = {
      recorder,
      onFree: (slot) => {
        idle.push(slot);
        fill();
      },
    };
    events.begin(count, fill);
    for (const slot of slots) idle.push(slot);
    fill();
  });
}
