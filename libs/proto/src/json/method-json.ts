import { schema } from '../gen/schema.ts';
import { messageJson } from './message-json.ts';
import type { MessageJson } from './message-json.ts';

/** A gRPC method as the JSON gateway calls it. */
export interface MethodJson {
  readonly request: MessageJson;
  readonly response: MessageJson;
  readonly isRequestStream: boolean;
  readonly isResponseStream: boolean;
}

/** @param path e.g. `/etcdserverpb.KV/Put`; undefined = there is no such method. */
export function methodJson(path: string): MethodJson | undefined {
  const method = Object.hasOwn(schema.methods, path) ? schema.methods[path] : undefined;
  if (method === undefined) return undefined;
  const { request, response, isRequestStream, isResponseStream } = method;
  return {
    request: messageJson(request),
    response: messageJson(response),
    isRequestStream,
    isResponseStream,
  };
}
