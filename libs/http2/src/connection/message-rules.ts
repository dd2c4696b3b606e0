// Which header blocks are well-formed messages (RFC 9113, section 8). A malformed one is a stream error.
//
// The naive way looks at every octet of every request. But the decoder hands out the same block again
// when it recognises one, and the same field again when it comes from a table; so what was found well-formed
// is known by its identity: a block among the last few, a field at its place in the block before. A
// client whose blocks differ by a deadline only costs the check of that one field.
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

/** Pseudo-header fields as bits. */
const pseudo = { method: 1, scheme: 2, path: 4, authority: 8, status: 16 } as const;

const rememberedBlocks = 8;

/** Section 8.2.1: no octet up to the space, no upper case, no colon but a pseudo-header's, none above 0x7e. */
const validName = /^[!-9;-@[-~]+$/;
// oxlint-disable-next-line no-control-regex -- these octets are what the RFC forbids
const forbiddenInValue = /[\0\r\n]/;
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

const noFields: readonly HeaderField[] = [];

/** Judges the heads that one connection receives: requests in the server role, responses in the client role. */
export class MessageRules {
  readonly #isServer: boolean;
  readonly #blocks: (HeaderBlock | undefined)[] = Array.from({ length: rememberedBlocks });
  readonly #verdicts: (HeadVerdict | undefined)[] = Array.from({ length: rememberedBlocks });
  #next = 0;
  /** Fields that are well-formed by themselves. */
  #knownFields: readonly HeaderField[] = noFields;

  constructor(role: 'server' | 'client') {
    this.#isServer = role === 'server';
  }

  /** About a block that is not too large. */
  judge(block: HeaderBlock): HeadVerdict {
    for (let i = 0; i < rememberedBlocks; i++) {
      const verdict = this.#blocks[i] === block ? this.#verdicts[i] : undefined;
      if (verdict !== undefined) return verdict;
    }
    const verdict = new Inspection(this.#knownFields).inspect(block.fields, this.#isServer);
    if (verdict.problem === undefined) this.#knownFields = block.fields;
    this.#blocks[this.#next] = block;
    this.#verdicts[this.#next] = verdict;
    this.#next = (this.#next + 1) % rememberedBlocks;
    return verdict;
  }
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

/** One walk through a block. */
class Inspection {
  readonly #known: readonly HeaderField[];
  #seen = 0;
  #method = '';
  #path = '';
  #scheme = '';
  #status = '';
  #contentLength = -1;

  constructor(known: readonly HeaderField[]) {
    this.#known = known;
  }

  inspect(fields: readonly HeaderField[], isRequest: boolean): HeadVerdict {
    let problem = this.#walk(fields);
    problem ??= isRequest ? this.#requestProblem() : this.#responseProblem();
    return { problem, contentLength: this.#contentLength, status: Number(this.#status) };
  }

  #walk(fields: readonly HeaderField[]): string | undefined {
    let isRegular = false;
    let i = 0;
    for (const field of fields) {
      const name = field[0];
      const isKnown = field === this.#known[i];
      let problem = undefined;
      if (name.charCodeAt(0) === 58) {
        if (isRegular) return 'pseudo-header field behind a regular one';
        if (!isKnown && !isValidValue(field[1])) return 'value of a pseudo-header field';
        problem = this.#pseudo(name, field[1]);
      } else {
        isRegular = true;
        if (!isKnown) problem = fieldProblem(field);
        if (name === 'content-length') problem ??= this.#length(field[1]);
      }
      if (problem !== undefined) return problem;
      i += 1;
    }
    return undefined;
  }

  #pseudo(name: string, value: string): string | undefined {
    switch (name) {
      case ':method':
        this.#method = value;
        return this.#once(pseudo.method);
      case ':scheme':
        this.#scheme = value;
        return this.#once(pseudo.scheme);
      case ':path':
        this.#path = value;
        return this.#once(pseudo.path);
      case ':authority':
        return this.#once(pseudo.authority);
      case ':status':
        this.#status = value;
        return this.#once(pseudo.status);
      default:
        return 'unknown pseudo-header field';
    }
  }

  #once(bit: number): string | undefined {
    if ((this.#seen & bit) !== 0) return 'a pseudo-header field twice';
    this.#seen |= bit;
    return undefined;
  }

  #length(value: string): string | undefined {
    if (this.#contentLength >= 0) return 'content-length twice';
    if (!onlyDigits.test(value)) return 'content-length is not a number';
    this.#contentLength = Number(value);
    return undefined;
  }

  /** Section 8.3.1, and 8.5 for CONNECT. */
  #requestProblem(): string | undefined {
    const seen = this.#seen;
    if ((seen & pseudo.status) !== 0) return ':status in a request';
    if (this.#method === '') return ':method is missing';
    if (this.#method === 'CONNECT') {
      return seen === (pseudo.method | pseudo.authority)
        ? undefined
        : 'CONNECT has :method and :authority';
    }
    if (this.#scheme === '') return ':scheme is missing';
    const path = this.#path;
    if (path.charCodeAt(0) === 47 || (path === '*' && this.#method === 'OPTIONS')) return undefined;
    return ':path does not begin with a slash';
  }

  /** Section 8.3.2; 101 does not exist here (section 8.6). */
  #responseProblem(): string | undefined {
    if (this.#seen !== pseudo.status) return 'a response has :status and nothing else';
    if (!statusDigits.test(this.#status)) return ':status is not a status';
    return this.#status === '101' ? 'switching protocols is not possible' : undefined;
  }
}

function fieldProblem(field: HeaderField): string | undefined {
  const name = field[0];
  if (!validName.test(name)) return 'field name with a character that is not allowed';
  if (!isValidValue(field[1])) return 'field value with a character that is not allowed';
  if (connectionSpecific.has(name)) return `${name} belongs to HTTP/1.1`;
  if (name === 'te' && field[1] !== 'trailers') return 'te is not trailers';
  return undefined;
}

/** Section 8.2.1: no NUL, CR or LF, and no space or tab at either end. */
function isValidValue(value: string): boolean {
  if (forbiddenInValue.test(value)) return false;
  return !isBlank(value.charCodeAt(0)) && !isBlank(value.charCodeAt(value.length - 1));
}

function isBlank(charCode: number): boolean {
  return charCode === 32 || charCode === 9;
}
