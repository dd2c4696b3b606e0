import type { Connection } from './http2/connection.ts';
import { grpcFrame } from '../load/wire.ts';
import type { RequestPlan } from './plan.ts';
import { UnarySlot } from './unary-slot.ts';

type RangePlan = Extract<RequestPlan, { readonly kind: 'range' }>;

const prefixBytes = 5;

/**
 * Reads the same thing again and again. The bench has looked at one answer; as long as nobody writes
 * into the range, the others must be as long. A long answer is not put together to see that.
 */
export class RangeSlot extends UnarySlot {
  readonly #request: Uint8Array;
  readonly #expectedBytes: number;
  readonly #slackBytes: number;
  #receivedBytes = 0;

  constructor(connection: Connection, plan: RangePlan) {
    super(connection, '/etcdserverpb.KV/Range');
    this.#request = grpcFrame(plan.message);
    this.#expectedBytes = prefixBytes + plan.answerBytes;
    this.#slackBytes = plan.slackBytes;
  }

  protected override nextRequest(): Uint8Array {
    this.#receivedBytes = 0;
    return this.#request;
  }

  override onData(_bytes: Buffer, start: number, end: number): void {
    this.#receivedBytes += end - start;
  }

  protected override onAnswer(): void {
    throw new Error('answers to ranges are counted, not put together');
  }

  protected override mistake(): string | undefined {
    const surplus = this.#receivedBytes - this.#expectedBytes;
    if (surplus >= 0 && surplus <= this.#slackBytes) return undefined;
    return `a range was answered with ${this.#receivedBytes} bytes instead of ${this.#expectedBytes}`;
  }
}
