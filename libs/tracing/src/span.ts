export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export type SpanKind = 'server' | 'client' | 'internal';

/** A piece of work of a trace that is wanted: there is none for the others. */
export interface Span {
  /** To be carried to who goes on with this work: {@link SpanMaker.join}. */
  readonly context: Uint8Array;
  /** A part of this work, begun now. */
  child(name: string, kind?: SpanKind, attributes?: SpanAttributes): Span;
  /** Done, with this gRPC status; what comes after the first time is ignored. */
  end(code?: number): void;
}
