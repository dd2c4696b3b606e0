import type { HttpResponse } from '@cairn/edge';

export const contentType: { readonly json: string; readonly text: string } = {
  json: 'application/json',
  text: 'text/plain; charset=utf-8',
};

export function textAnswer(status: number, body: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': contentType.text, 'x-content-type-options': 'nosniff' },
    body,
  };
}

export function jsonAnswer(status: number, body: string): HttpResponse {
  return { status, headers: { 'content-type': contentType.json }, body };
}

export function methodNotAllowed(allowed = 'GET'): HttpResponse {
  const { headers, ...rest } = textAnswer(405, 'Method Not Allowed\n');
  return { ...rest, headers: { ...headers, allow: allowed } };
}
