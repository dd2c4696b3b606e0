import type { Span, SpanAttributes } from './span.ts';

/** Where spans come from; there is one in a process that traces, and none in others. */
export interface SpanMaker {
  /**
   * For a call of a client.
   * @param traceparent as it came with the call
   * @returns undefined = it is not traced
   */
  begin(
    name: string,
    traceparent: string | undefined,
    attributes: SpanAttributes,
  ): Span | undefined;
  /** Goes on with the work of a span of another process. @returns undefined when `context` is none */
  join(name: string, context: Uint8Array, attributes: SpanAttributes): Span | undefined;
  /** What has ended is sent, if that is soon done. */
  stop(): Promise<void>;
}
