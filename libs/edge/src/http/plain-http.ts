// What a plain HTTP request is to its handler, whichever version of HTTP carried it.
import { AssertionFailure } from '@cairn/core';
import type { HttpBodyWriter, HttpHandler, HttpRequest, HttpResponse } from '../types.ts';

/** What a handler answers, or what is answered in its place. Rejects only with a broken invariant. */
export async function answerHttp(
  handler: HttpHandler,
  request: HttpRequest,
): Promise<HttpResponse> {
  try {
    return (await handler(request)) ?? plainText(404, '404 page not found\n');
  } catch (error) {
    if (error instanceof AssertionFailure) throw error;
    return plainText(500, 'internal server error\n');
  }
}

export const bodyTooLarge: HttpResponse = plainText(413, 'request body too large\n');

/** Which one was judged, and which one is meant? */
export const tooManyHosts: HttpResponse = plainText(
  400,
  '400 Bad Request: too many Host headers\n',
);

/** A body that is whole as its bytes. */
export function bodyOf({ body }: HttpResponse): Uint8Array | HttpBodyWriter {
  return typeof body === 'string' ? Buffer.from(body) : body;
}

/** Path and query of a request target. */
export function splitTarget(target: string): Pick<HttpRequest, 'path' | 'query'> {
  const mark = target.indexOf('?');
  return {
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
  };
}

/** A broken invariant must stop the process, not vanish in a promise. */
export function escalate(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

function plainText(status: number, body: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
