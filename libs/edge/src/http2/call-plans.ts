// From the header block of a request to what is to be done with it. Clients send the same block with
// every call of a kind, and a block that HTTP/2 recognises is the same object again: its plan, with
// the handler and the metadata, is made once and then only looked up.
//
// Blocks with a `grpc-timeout` are not remembered: nearly every client writes down the microseconds
// that are left, so such a block hardly ever comes again.
import type { HeaderBlock } from '@cairn/http2';
import { isKnownEncoding, unknownEncoding } from '../grpc/decompress.ts';
import type { CallStatus } from '../grpc/failure.ts';
import { readMetadata } from '../grpc/metadata.ts';
import type { RequestFields } from '../grpc/request-head.ts';
import { admitRequest } from '../grpc/request-head.ts';
import type { ServiceTable } from '../grpc/service-table.ts';
import type { StreamHandler, UnaryHandler } from '../types.ts';
import { GrpcCode } from '@cairn/proto';

/** What is the same for all calls with this header block. */
export class CallFacts {
  readonly path: string;
  /** Counted from the arrival of the block. */
  readonly timeoutMs: number | undefined;
  readonly messageEncoding: string;
  readonly #fields: RequestFields;
  #metadata: ReadonlyMap<string, string> | undefined;

  constructor(
    path: string,
    timeoutMs: number | undefined,
    messageEncoding: string,
    fields: RequestFields,
  ) {
    this.path = path;
    this.timeoutMs = timeoutMs;
    this.messageEncoding = messageEncoding;
    this.#fields = fields;
  }

  /** Made when somebody asks: most handlers of a hot path do not. */
  get metadata(): ReadonlyMap<string, string> {
    this.#metadata ??= readMetadata(this.#fields);
    return this.#metadata;
  }
}

export type CallPlan =
  | { readonly kind: 'unary'; readonly facts: CallFacts; readonly handler: UnaryHandler }
  | { readonly kind: 'stream'; readonly facts: CallFacts; readonly handler: StreamHandler }
  /** No gRPC, and served by the handler of plain HTTP. */
  | { readonly kind: 'http' }
  | { readonly kind: 'refused'; readonly status: CallStatus; readonly httpStatus: number };

export class CallPlans {
  readonly #services: ServiceTable;
  readonly #servesHttp: boolean;
  readonly #known = new WeakMap<HeaderBlock, CallPlan>();

  /** @param servesHttp whether requests of another content type are plain HTTP, or mistakes. */
  constructor(services: ServiceTable, servesHttp: boolean) {
    this.#services = services;
    this.#servesHttp = servesHttp;
  }

  of(block: HeaderBlock): CallPlan {
    const known = this.#known.get(block);
    if (known !== undefined) return known;
    const plan = this.#make(block.fields);
    const isUnique = 'facts' in plan && plan.facts.timeoutMs !== undefined;
    if (!isUnique) this.#known.set(block, plan);
    return plan;
  }

  #make(fields: RequestFields): CallPlan {
    const admission = admitRequest(fields);
    if (admission.kind === 'refused') {
      const { refusal } = admission;
      if (refusal.httpStatus === 415 && this.#servesHttp) return { kind: 'http' };
      return { kind: 'refused', status: refusal, httpStatus: refusal.httpStatus };
    }
    const { path, timeoutMs, messageEncoding } = admission.head;
    const target = this.#services.find(path);
    if (target.kind === 'unknown') {
      return refused({ code: GrpcCode.unimplemented, message: target.message });
    }
    if (!isKnownEncoding(messageEncoding)) return refused(unknownEncoding(messageEncoding));
    const facts = new CallFacts(path, timeoutMs, messageEncoding, fields);
    return target.kind === 'unary'
      ? { kind: 'unary', facts, handler: target.handler }
      : { kind: 'stream', facts, handler: target.handler };
  }
}

function refused(status: CallStatus): CallPlan {
  return { kind: 'refused', status, httpStatus: 200 };
}
