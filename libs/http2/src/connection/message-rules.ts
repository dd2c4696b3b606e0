// Which header blocks are well-formed messages (RFC 9113, section 8). A malformed one is a stream
// error. The verdict on a block is remembered: a recognised block is the same object again, and a
// request whose block was seen before is not looked at a second time.
import type { HeaderBlock, HeaderField } from '../types.ts';

/** A block that may be passed on, or what is wrong with it. */
export interface HeadVerdict {
  /** Undefined = well-formed. */
  readonly problem: string | undefined;
  /** Negative = no content-length. */
  readonly contentLength: number;
  /** Responses: the status; 0 otherwise. */
  readonly status: number;
}

/** Section 8.2.1: no octet up to the space, no upper case, no colon but a pseudo-header's, none above 0x7e. */
const validName = /^[!-9;-@[-~]+$/;
// oxlint-disable-next-line no-control-regex -- these octets are what the RFC forbids
const invalidValue = /^[ \t]|[\0\r\n]|[ \t]$/;
const onlyDigits = /^[0-9]{1,15}$/;
const statusDigits = /^[1-9][0-9][0-9]$/;

/** Section 8.2.2. */
const connectionSpecific = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

const requestVerdicts = new WeakMap<HeaderBlock, HeadVerdict>();
const responseVerdicts = new WeakMap<HeaderBlock, HeadVerdict>();

/** A request's head, in the server role. */
export function judgeRequest(block: HeaderBlock): HeadVerdict {
  let verdict = requestVerdicts.get(block);
  if (verdict === undefined) {
    verdict = judge(block, requestProblem);
    requestVerdicts.set(block, verdict);
  }
  return verdict;
}

/** A response's head (a final or an informational one), in the client role. */
export function judgeResponse(block: HeaderBlock): HeadVerdict {
  let verdict = responseVerdicts.get(block);
  if (verdict === undefined) {
    verdict = judge(block, responseProblem);
    responseVerdicts.set(block, verdict);
  }
  return verdict;
}

/** What is wrong with trailers, if anything. */
export function trailersProblem(block: HeaderBlock): string | undefined {
  for (const field of block.fields) {
    if (field[0].startsWith(':')) return 'pseudo-header field in trailers';
    const problem = fieldProblem(field);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function judge(
  block: HeaderBlock,
  problemOf: (pseudo: Map<string, string>) => string | undefined,
): HeadVerdict {
  const pseudo = new Map<string, string>();
  let contentLength = -1;
  let problem: string | undefined = undefined;
  let isRegular = false;
  for (const field of block.fields) {
    const [name, value] = field;
    if (name.startsWith(':')) {
      if (isRegular) problem ??= 'pseudo-header field behind a regular one';
      if (pseudo.has(name)) problem ??= `${name} twice`;
      if (invalidValue.test(value)) problem ??= `value of ${name}`;
      pseudo.set(name, value);
      continue;
    }
    isRegular = true;
    problem ??= fieldProblem(field);
    if (name !== 'content-length') continue;
    if (contentLength >= 0) problem ??= 'content-length twice';
    if (!onlyDigits.test(value)) problem ??= 'content-length is not a number';
    contentLength = Number(value);
  }
  problem ??= problemOf(pseudo);
  return { problem, contentLength, status: Number(pseudo.get(':status') ?? 0) };
}

function fieldProblem([name, value]: HeaderField): string | undefined {
  if (!validName.test(name)) return 'field name with a character that is not allowed';
  if (invalidValue.test(value)) return 'field value with a character that is not allowed';
  if (connectionSpecific.has(name)) return `${name} belongs to HTTP/1.1`;
  if (name === 'te' && value !== 'trailers') return 'te is not trailers';
  return undefined;
}

const requestPseudoHeaders = new Set([':method', ':scheme', ':path', ':authority']);

/** Section 8.3.1, and 8.5 for CONNECT. */
function requestProblem(pseudo: Map<string, string>): string | undefined {
  for (const name of pseudo.keys()) {
    if (!requestPseudoHeaders.has(name)) return 'pseudo-header field that is no request’s';
  }
  const method = pseudo.get(':method');
  if (method === undefined || method === '') return ':method is missing';
  const path = pseudo.get(':path');
  const scheme = pseudo.get(':scheme');
  if (method === 'CONNECT') {
    if (path !== undefined || scheme !== undefined) return 'CONNECT with :path or :scheme';
    return pseudo.get(':authority') === undefined ? 'CONNECT without :authority' : undefined;
  }
  if (scheme === undefined || scheme === '') return ':scheme is missing';
  if (path === undefined) return ':path is missing';
  if (path.startsWith('/') || (path === '*' && method === 'OPTIONS')) return undefined;
  return ':path does not begin with a slash';
}

/** Section 8.3.2; 101 does not exist here (section 8.6). */
function responseProblem(pseudo: Map<string, string>): string | undefined {
  const status = pseudo.get(':status');
  if (pseudo.size !== 1 || status === undefined) return 'a response has :status and nothing else';
  if (!statusDigits.test(status)) return ':status is not a status';
  return status === '101' ? 'switching protocols is not possible' : undefined;
}
