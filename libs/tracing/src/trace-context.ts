// Which trace something belongs to, and under which of its spans: as text in a client's metadata (W3C Trace
// Context, `traceparent`), as bytes between the services of a member.

export interface TraceContext {
  /** 32 and 16 hexadecimal digits, not all of them zero. */
  readonly traceId: string;
  readonly spanId: string;
}

/** What a client says of the trace its call belongs to. */
export interface TraceParent extends TraceContext {
  /** Its own decision: who is called follows it. */
  readonly isSampled: boolean;
}

const traceIdBytes = 16;
const spanIdBytes = 8;
const contextBytes = traceIdBytes + spanIdBytes;
const sampledFlag = 1;

/** Version, trace, span and flags; what a later version puts behind them is left alone. */
const traceparentForm = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** @returns undefined when the text says nothing: a client that cannot write it down is served untraced by it. */
export function parseTraceparent(text: string): TraceParent | undefined {
  const [, version, traceId = '', spanId = '', flags = '', rest] = traceparentForm.exec(text) ?? [];
  if (version === undefined || version === 'ff') return undefined;
  if (version === '00' && rest !== undefined) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & sampledFlag) !== 0 };
}

export function encodeTraceContext({ traceId, spanId }: TraceContext): Uint8Array {
  return Buffer.from(traceId + spanId, 'hex');
}

/** @returns undefined when the bytes are none that {@link encodeTraceContext} has made */
export function decodeTraceContext(bytes: Uint8Array): TraceContext | undefined {
  if (bytes.length !== contextBytes) return undefined;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  const traceId = hex.slice(0, 2 * traceIdBytes);
  const spanId = hex.slice(2 * traceIdBytes);
  return /^0+$/.test(traceId) || /^0+$/.test(spanId) ? undefined : { traceId, spanId };
}
