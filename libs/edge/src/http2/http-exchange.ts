// A plain HTTP request that came over HTTP/2. A client that speaks TLS and offers both versions gets
// HTTP/2, whatever it then asks for; so `curl https://…/health` ends up here.
//
// receiving → answering → over. The body is kept until it is whole, within two bounds: its own, and
// what a connection may keep of unfinished messages. `over` says that the answer is given; one that is
// a stream goes on in its `HttpBody`.
import type { HeaderField, Http2Stream, StreamSink } from '@cairn/http2';
import { errorCodes } from '@cairn/http2';
import type { Expiring } from '../grpc/deadlines.ts';
import { readMetadata } from '../grpc/metadata.ts';
import type { RequestFields } from '../grpc/request-head.ts';
import { answerHttp, bodyOf, bodyTooLarge, escalate, splitTarget } from '../http/plain-http.ts';
import type { HttpHandler, HttpRequest, HttpResponse } from '../types.ts';
import type { CallConnection, Lingering } from './call.ts';
import { HttpBody } from './http-body.ts';

const noBytes = Buffer.alloc(0);

/** How plain HTTP is served. */
export interface HttpService {
  readonly handler: HttpHandler;
  readonly bodyBytesMax: number;
  readonly requestTimeoutMs: number;
}

export class HttpExchange implements StreamSink, Lingering, Expiring {
  readonly stream: Http2Stream;
  readonly #connection: CallConnection;
  readonly #service: HttpService;
  readonly #fields: RequestFields;
  readonly #deadlineMs: number;
  #state: 'receiving' | 'answering' | 'over' = 'receiving';
  #isEnding = false;
  /** The first `#bodyLength` bytes are the body so far. */
  #body: Buffer = noBytes;
  #bodyLength = 0;
  readonly #gone = new AbortController();
  #streamed: HttpBody | undefined;

  constructor(
    connection: CallConnection,
    stream: Http2Stream,
    service: HttpService,
    fields: RequestFields,
  ) {
    this.#connection = connection;
    this.stream = stream;
    this.#service = service;
    this.#fields = fields;
    this.#deadlineMs = performance.now() + service.requestTimeoutMs;
    connection.deadlines.add(this.#deadlineMs, this);
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  data(bytes: Uint8Array, endStream: boolean): void {
    this.#isEnding ||= endStream;
    this.stream.consumed(bytes.length);
    if (this.#state !== 'receiving') return;
    if (this.#bodyLength + bytes.length > this.#service.bodyBytesMax) {
      this.#answer(bodyTooLarge);
      return;
    }
    this.#append(bytes);
    if (!this.#connection.keep(bytes.length)) this.#answer(bodyTooLarge);
    else if (endStream) this.#handle();
  }

  headers(): void {
    this.receivedEnd();
  }

  /** The request has ended without (more) data. */
  receivedEnd(): void {
    this.#isEnding = true;
    if (this.#state === 'receiving') this.#handle();
  }

  drained(): void {
    this.#streamed?.drained();
  }

  closed(): void {
    this.#isEnding = true;
    if (this.#state !== 'over') this.#gone.abort();
    this.#over();
    this.#streamed?.closed();
  }

  /** The request did not come to its end in time. */
  expire(): void {
    if (this.#state === 'receiving') this.stream.reset(errorCodes.cancel);
  }

  #handle(): void {
    this.#state = 'answering';
    const request: HttpRequest = {
      ...describe(this.#fields),
      body: this.#body.subarray(0, this.#bodyLength),
      peerAddress: this.#connection.peerAddress,
      certificateName: this.#connection.certificateName,
      // Without TLS, HTTP/2 is for gRPC.
      isSecure: true,
      signal: this.#gone.signal,
    };
    answerHttp(this.#service.handler, request).then((response) => {
      this.#answer(response);
    }, escalate);
  }

  #answer(response: HttpResponse): void {
    if (this.#state === 'over') return;
    this.#over();
    const body = bodyOf(response);
    const isHead = this.#fields.some(([name, value]) => name === ':method' && value === 'HEAD');
    const fields: HeaderField[] = [[':status', String(response.status)]];
    for (const [name, value] of Object.entries(response.headers)) {
      fields.push([name.toLowerCase(), value]);
    }
    if (typeof body !== 'function') fields.push(['content-length', String(body.length)]);
    this.#connection.answering();
    this.stream.sendHeaders({ fields, isStable: false }, isHead);
    if (isHead) {
      // Nothing more.
    } else if (typeof body === 'function') {
      this.#streamed = new HttpBody(this.#connection, this.stream);
      body(this.#streamed);
      return;
    } else {
      this.stream.sendData(body, undefined, true);
    }
    if (!this.#isEnding) this.#connection.linger(this);
  }

  #over(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#connection.deadlines.remove(this.#deadlineMs, this);
    this.#connection.keep(-this.#bodyLength);
    this.#body = noBytes;
    this.#bodyLength = 0;
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#bodyLength + bytes.length;
    if (needed > this.#body.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#body.length));
      this.#body.copy(grown, 0, 0, this.#bodyLength);
      this.#body = grown;
    }
    this.#body.set(bytes, this.#bodyLength);
    this.#bodyLength = needed;
  }
}

function describe(
  fields: RequestFields,
): Pick<HttpRequest, 'method' | 'path' | 'query' | 'headers'> {
  const pseudo = new Map(fields.filter(([name]) => name.startsWith(':')));
  const headers = new Map(readMetadata(fields));
  const authority = pseudo.get(':authority');
  if (authority !== undefined && !headers.has('host')) headers.set('host', authority);
  return {
    method: pseudo.get(':method') ?? 'GET',
    ...splitTarget(pseudo.get(':path') ?? '/'),
    headers,
  };
}
