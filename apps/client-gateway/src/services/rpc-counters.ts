// What is counted of every call, with the names and labels of go-grpc-prometheus, because etcd's
// dashboards and alerts are built on them. Counting happens on every request, so it is plain numbers
// here; the metrics library sees them only when somebody scrapes.
import { GrpcCode } from '@cairn/proto';
import type { StreamKind } from './gateway-service.ts';

export type CallKind = 'unary' | StreamKind;

/** Upper bounds in seconds, as in go-grpc-prometheus. */
export const handlingSecondsBounds: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Bytes over all methods together. */
export interface TrafficCounters {
  receivedBytes: number;
  sentBytes: number;
}

export class RpcCounters {
  readonly service: string;
  readonly method: string;
  readonly kind: CallKind;
  readonly traffic: TrafficCounters;
  /** By gRPC status code. */
  readonly handled: number[] = Array.from({ length: 17 }, () => 0);
  /** One more than there are bounds: the last has none. */
  readonly handlingCounts: number[] = Array.from(
    { length: handlingSecondsBounds.length + 1 },
    () => 0,
  );
  handlingSecondsSum = 0;
  started = 0;
  messagesReceived = 0;
  messagesSent = 0;

  constructor(service: string, method: string, kind: CallKind, traffic: TrafficCounters) {
    this.service = service;
    this.method = method;
    this.kind = kind;
    this.traffic = traffic;
  }

  received(message: Uint8Array): void {
    this.messagesReceived += 1;
    this.traffic.receivedBytes += message.length;
  }

  sent(message: Uint8Array): void {
    this.messagesSent += 1;
    this.traffic.sentBytes += message.length;
  }

  /** One message in pieces. */
  sentParts(parts: readonly Uint8Array[]): void {
    this.messagesSent += 1;
    for (const { length } of parts) this.traffic.sentBytes += length;
  }

  /** A piece of a message that is sent while it comes. */
  sentPart(part: Uint8Array, isLast: boolean): void {
    if (isLast) this.messagesSent += 1;
    this.traffic.sentBytes += part.length;
  }

  finished(code: number, seconds: number): void {
    const known = code < this.handled.length ? code : GrpcCode.unknown;
    this.handled[known] = (this.handled[known] ?? 0) + 1;
    let bucket = 0;
    while (seconds > (handlingSecondsBounds[bucket] ?? Infinity)) bucket += 1;
    this.handlingCounts[bucket] = (this.handlingCounts[bucket] ?? 0) + 1;
    this.handlingSecondsSum += seconds;
  }
}

/** Code names as the metric has them (`grpc_code`). */
export const grpcCodeNames: readonly string[] = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
];
