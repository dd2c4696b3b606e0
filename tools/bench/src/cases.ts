// What is measured: three requests that most users of etcd send most, each in three shapes of load.
import { bytesField, intField } from './wire.ts';

export const caseNames = ['put', 'range', 'serializable'] as const;
export type CaseName = (typeof caseNames)[number];

export interface BenchCase {
  readonly name: CaseName;
  readonly title: string;
  readonly path: string;
  /** The protobuf message; h2load sends the same one every time. */
  readonly message: Uint8Array;
  readonly writes: boolean;
}

export interface Shape {
  readonly connections: number;
  readonly streams: number;
  readonly requests: number;
}

export const key = 'benchmark/key';
const value = Buffer.alloc(256, 'v');

const rangeMessage = bytesField(1, Buffer.from(key));

export const putMessage: Uint8Array = Buffer.concat([
  bytesField(1, Buffer.from(key)),
  bytesField(2, value),
]);

export const benchCases: Readonly<Record<CaseName, BenchCase>> = {
  put: {
    name: 'put',
    title: 'Put, 256 B value',
    path: '/etcdserverpb.KV/Put',
    message: putMessage,
    writes: true,
  },
  range: {
    name: 'range',
    title: 'Range, linearizable',
    path: '/etcdserverpb.KV/Range',
    message: rangeMessage,
    writes: false,
  },
  serializable: {
    name: 'serializable',
    title: 'Range, serializable',
    path: '/etcdserverpb.KV/Range',
    message: Buffer.concat([rangeMessage, intField(7, 1)]),
    writes: false,
  },
};

/** Clients × requests in flight on each. Requests are enough for about a second or more. */
export const shapes: readonly Shape[] = [
  { connections: 1, streams: 1, requests: 5_000 },
  { connections: 10, streams: 10, requests: 60_000 },
  { connections: 100, streams: 10, requests: 100_000 },
];

export function shapeName({ connections, streams }: Shape): string {
  return `${connections}×${streams}`;
}
