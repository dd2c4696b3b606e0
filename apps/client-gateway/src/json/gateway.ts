// etcd's API as JSON over plain HTTP: `POST /v3/…`, for clients without gRPC (Patroni, curl). A request
// becomes the protobuf bytes that a gRPC client would have sent and goes to the same handler, with the
// counting and the checks around it; the bytes it answers become JSON.
import type {
  EdgeServices,
  HttpHandler,
  HttpRequest,
  HttpResponse,
  StreamHandler,
  UnaryHandler,
} from '@cairn/edge';
import { GrpcCode, JsonMistake, JsonValues, methodJson } from '@cairn/proto';
import type { MethodJson } from '@cairn/proto';
import { failedCall, noSuchMethod, noSuchPath } from './failures.ts';
import type { GrpcStatus } from './failures.ts';
import { jsonPaths } from './paths.ts';
import { JsonStreamCall } from './stream-call.ts';
import { JsonUnaryCall } from './unary-call.ts';

export interface JsonGatewayOptions {
  readonly services: EdgeServices;
  /** Largest request in protobuf, as for gRPC clients. */
  readonly messageBytesMax: number;
  /** Largest answer to a unary call in protobuf. */
  readonly answerBytesMax: number;
  /** What may wait of a stream until its answer has begun. */
  readonly bufferBytesMax: number;
}

interface Route {
  readonly path: string;
  readonly json: MethodJson;
  readonly unary: UnaryHandler | undefined;
  readonly stream: StreamHandler | undefined;
}

/** Answers undefined to paths that are not the JSON gateway's. */
export function jsonGateway(options: JsonGatewayOptions): HttpHandler {
  const routes = routesOf(options.services);
  return async (request) => {
    const path = pathOf(request.path);
    if (path === undefined) return undefined;
    const route = routes.get(path);
    if (route === undefined) return noSuchPath();
    if (request.method !== 'POST') return noSuchMethod();
    // Who is gone already cannot tell a call that he goes.
    if (request.signal.aborted) return undefined;
    try {
      const { unary, stream } = route;
      const messages = messagesOf(route.json, request.body, options.messageBytesMax);
      if (unary !== undefined) return await callUnary(route, unary, request, options, messages());
      if (stream !== undefined) return await openStream(route, stream, request, messages, options);
      return failedCall({ code: GrpcCode.unimplemented, message: `no method ${route.path}` });
    } catch (error) {
      if (error instanceof JsonMistake) return failedCall(statusOf(error));
      throw error;
    }
  };
}

function routesOf({ unary, stream }: EdgeServices): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  for (const [path, method] of Object.entries(jsonPaths)) {
    const json = methodJson(method);
    if (json === undefined) continue;
    routes.set(path, { path: method, json, unary: unary.get(method), stream: stream.get(method) });
  }
  return routes;
}

/** Clients of etcd 3.3 say `/v3beta`. */
function pathOf(path: string): string | undefined {
  if (path.startsWith('/v3/')) return path;
  return path.startsWith('/v3beta/') ? `/v3/${path.slice('/v3beta/'.length)}` : undefined;
}

/** A request of the client is larger than a gRPC client's may be. */
class TooLarge extends JsonMistake {}

function statusOf(mistake: JsonMistake): GrpcStatus {
  const code = mistake instanceof TooLarge ? GrpcCode.resourceExhausted : GrpcCode.invalidArgument;
  return { code, message: mistake.message };
}

type Messages = () => Uint8Array | undefined;

/** The requests in a body, one per call, then undefined; each call may throw JsonMistake. */
function messagesOf(json: MethodJson, body: Uint8Array, bytesMax: number): Messages {
  const values = new JsonValues(body);
  return () => {
    const value = values.next();
    if (value === undefined) return undefined;
    const message = json.request.fromJson(value);
    if (message.length <= bytesMax) return message;
    throw new TooLarge(
      `grpc: received message larger than max (${message.length} vs. ${bytesMax})`,
    );
  };
}

/** An empty body is an empty request. */
const emptyMessage = new Uint8Array(0);

function callUnary(
  { path, json }: Route,
  handle: UnaryHandler,
  request: HttpRequest,
  { answerBytesMax }: JsonGatewayOptions,
  message: Uint8Array = emptyMessage,
): Promise<HttpResponse> {
  const { promise, resolve } = Promise.withResolvers<HttpResponse>();
  const call = { path, request, response: json.response, answerBytesMax, answer: resolve };
  handle(message, new JsonUnaryCall(call));
  return promise;
}

function openStream(
  { path, json }: Route,
  handle: StreamHandler,
  request: HttpRequest,
  messages: Messages,
  { bufferBytesMax }: JsonGatewayOptions,
): Promise<HttpResponse> {
  // One request is judged before the service hears of it; of several, each when its turn comes.
  let only = json.isRequestStream ? undefined : (messages() ?? emptyMessage);
  const { promise, resolve } = Promise.withResolvers<HttpResponse>();
  const call = new JsonStreamCall({
    path,
    request,
    response: json.response,
    bufferBytesMax,
    answer: resolve,
    nextMessage: () => {
      if (json.isRequestStream) return messages();
      const message = only;
      only = undefined;
      return message;
    },
  });
  handle(call);
  call.start();
  return promise;
}
