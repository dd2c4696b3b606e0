export { openSpans } from './open-spans.ts';
export type { OpenSpansOptions } from './open-spans.ts';
export type { Span, SpanAttributes, SpanKind } from './span.ts';
export type { SpanMaker } from './span-maker.ts';
