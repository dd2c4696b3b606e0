// The end of an OpenTelemetry collector that takes traces: OTLP's TraceService over gRPC. Of its messages
// as much is described here as the tests look at.
import { Server, ServerCredentials } from '@grpc/grpc-js';
import protobuf from 'protobufjs';

const schema = `
  syntax = "proto3";
  message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    bytes parent_span_id = 4;
    string name = 5;
    fixed64 start_time_unix_nano = 7;
    fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9;
  }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; } }
`;

interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

interface KeyValue {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: string };
}

interface WireSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
}

export interface CollectedSpan {
  readonly name: string;
  /** Ids in hexadecimal digits; the parent of a root is empty. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: ReadonlyMap<string, string>;
  readonly resource: ReadonlyMap<string, string>;
}

const requestType = protobuf
  .parse(schema, { keepCase: false })
  .root.lookupType('ExportTraceServiceRequest');

export class Collector implements AsyncDisposable {
  readonly spans: CollectedSpan[] = [];
  readonly #server = new Server();
  #port = 0;

  static async start(): Promise<Collector> {
    const collector = new Collector();
    await collector.#listen();
    return collector;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  ofTrace(traceId: string): readonly CollectedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#server.forceShutdown();
    return Promise.resolve();
  }

  #listen(): Promise<void> {
    this.#server.addService(
      {
        export: {
          path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
          requestStream: false,
          responseStream: false,
          requestSerialize: (bytes: Buffer) => bytes,
          requestDeserialize: (bytes: Buffer) => bytes,
          responseSerialize: (bytes: Buffer) => bytes,
          responseDeserialize: (bytes: Buffer) => bytes,
        },
      },
      {
        export: (
          call: { readonly request: Buffer },
          answer: (error: null, response: Buffer) => void,
        ): void => {
          this.spans.push(...readSpans(call.request));
          answer(null, Buffer.alloc(0));
        },
      },
    );
    return new Promise((resolve, reject) => {
      this.#server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
        if (error !== null) return reject(error);
        this.#port = port;
        resolve();
      });
    });
  }
}

function readSpans(request: Uint8Array): readonly CollectedSpan[] {
  const decoded = requestType.toObject(requestType.decode(request), {
    bytes: String,
    longs: String,
    defaults: true,
    arrays: true,
  }) as ExportRequest;
  return decoded.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => toCollected(span, resource.attributes))),
  );
}

function toCollected(span: WireSpan, resource: readonly KeyValue[]): CollectedSpan {
  return {
    name: span.name,
    traceId: toHex(span.traceId),
    spanId: toHex(span.spanId),
    parentSpanId: toHex(span.parentSpanId),
    startNs: BigInt(span.startTimeUnixNano),
    endNs: BigInt(span.endTimeUnixNano),
    attributes: toMap(span.attributes),
    resource: toMap(resource),
  };
}

function toHex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}

function toMap(attributes: readonly KeyValue[]): ReadonlyMap<string, string> {
  return new Map(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? '']),
  );
}
