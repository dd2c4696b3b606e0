// Who may ask over plain HTTP, judged before anything else is looked at, as in etcd.
//
// A browser asks whatever a page tells it to. Two things keep strange pages out of a store that anybody
// in the network may read: which origins are told that they may see answers (`--cors`), and which host
// names requests may be addressed to (`--host-whitelist`): a page whose name was rebound to this address
// still says its own name. Over TLS no certificate would fit that name, so there it is not asked.
import type { HttpHandler, HttpRequest, HttpResponse } from '@cairn/edge';
import { textAnswer } from './answers.ts';

export interface AccessControlOptions {
  /** Origins of pages that may see answers; `*` or none = all. */
  readonly cors: readonly string[];
  /** Names a request without TLS may be addressed to; `*` or none = all. */
  readonly hostWhitelist: readonly string[];
  /** Whether the name in a client's certificate says who asks, over gRPC. */
  readonly certificatesNameUsers: () => boolean;
}

/** Everything that `handler` does not know is answered here too, so that it carries the headers. */
export function accessControl(
  { cors, hostWhitelist, certificatesNameUsers }: AccessControlOptions,
  handler: HttpHandler,
): HttpHandler {
  const origins = new Set(cors);
  const hosts = new Set(hostWhitelist);
  const allowsAllOrigins = origins.size === 0 || origins.has('*');
  const allowsAllHosts = hosts.size === 0 || hosts.has('*');
  const originFor = (request: HttpRequest): string | undefined => {
    if (allowsAllOrigins) return '*';
    const origin = request.headers.get('origin') ?? '';
    return origins.has(origin) ? origin : undefined;
  };
  return async (request) => {
    const host = hostNameOf(request.headers.get('host') ?? '');
    if (!allowsAllHosts && !request.isSecure && !hosts.has(host)) return wrongHost(host);
    if (isCertified(request) && certificatesNameUsers()) return certificateIgnored();
    const origin = originFor(request);
    const headers = origin === undefined ? {} : corsHeaders(origin);
    if (request.method === 'OPTIONS') return { status: 200, headers, body: '' };
    const answer = (await handler(request)) ?? textAnswer(404, '404 page not found\n');
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };
}

function isCertified({ path, certificateName }: HttpRequest): boolean {
  return certificateName !== undefined && /^\/v3(beta)?\//.test(path);
}

/**
 * As etcd answers: there a certificate cannot say who asks as JSON, and a client that believes it did must not
 * be served as somebody else.
 */
function certificateIgnored(): HttpResponse {
  return textAnswer(
    400,
    'CommonName of client sending a request against gateway will be ignored and not used as expected\n',
  );
}

function corsHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-headers': 'accept, content-type, authorization',
    'access-control-allow-methods': 'POST, GET, OPTIONS, PUT, DELETE',
    'access-control-allow-origin': origin,
  };
}

/** Without the port. */
function hostNameOf(host: string): string {
  const [, name = host] = /^(.*):\d*$/.exec(host) ?? [];
  return name.replace(/^\[(.*)\]$/, '$1');
}

function wrongHost(host: string): HttpResponse {
  return textAnswer(
    421,
    `This server does not answer to the host name ${JSON.stringify(host)}.\n` +
      'Requests may be addressed to the names in --host-whitelist, or come over TLS.\n' +
      'This keeps web pages from reaching it by DNS rebinding (CVE-2018-5702).\n',
  );
}
