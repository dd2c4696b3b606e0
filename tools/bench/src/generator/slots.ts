import { bytesField, grpcFrame } from '../load/wire.ts';
import { Connection } from './http2/connection.ts';
import type { RequestPlan } from './plan.ts';
import { PutSlot } from './put-slot.ts';
import { RangeSlot } from './range-slot.ts';
import { TxnSlot } from './txn-slot.ts';
import type { UnarySlot } from './unary-slot.ts';

const fillDigits = 8;

export async function connectAll(
  endpoints: readonly string[],
  connections: number,
  onFailure: (error: Error) => void,
): Promise<readonly Connection[]> {
  return Promise.all(
    Array.from({ length: connections }, (_, index) =>
      Connection.connect(endpoints[index % endpoints.length] ?? '', onFailure),
    ),
  );
}

/** `streams` slots on every connection, those of different connections next to each other. */
export function makeSlots(
  request: RequestPlan,
  connections: readonly Connection[],
  streams: number,
): readonly UnarySlot[] {
  const makeSlot = slotMaker(request);
  return Array.from({ length: streams }, (_, stream) =>
    connections.map((connection, index) =>
      makeSlot(connection, stream * connections.length + index),
    ),
  ).flat();
}

type SlotMaker = (connection: Connection, index: number) => UnarySlot;

function slotMaker(request: RequestPlan): SlotMaker {
  switch (request.kind) {
    case 'put': {
      const message = putFrame(request.key, request.valueBytes);
      return (connection) => new PutSlot(connection, () => message);
    }
    case 'fill': {
      const next = nextPut(request.keyPrefix, request.valueBytes);
      return (connection) => new PutSlot(connection, next);
    }
    case 'txn': {
      const value = Buffer.alloc(request.valueBytes, 'v');
      return (connection, index) => new TxnSlot(connection, `${request.keyPrefix}${index}`, value);
    }
    case 'range':
      return (connection) => new RangeSlot(connection, request);
  }
}

/** Puts of one key after the other, in one buffer. */
export function nextPut(keyPrefix: string, valueBytes: number): () => Uint8Array {
  const firstKey = fillKey(keyPrefix, 0);
  const message = Buffer.from(putFrame(firstKey, valueBytes));
  const keyAt = message.indexOf(firstKey);
  let next = 0;
  return () => {
    message.write(fillKey(keyPrefix, next++), keyAt, 'latin1');
    return message;
  };
}

export function fillKey(prefix: string, index: number): string {
  return prefix + String(index).padStart(fillDigits, '0');
}

function putFrame(key: string, valueBytes: number): Uint8Array {
  return grpcFrame(
    Buffer.concat([bytesField(1, Buffer.from(key)), bytesField(2, Buffer.alloc(valueBytes, 'v'))]),
  );
}
