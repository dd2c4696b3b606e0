// The same JSON requests over plain HTTP to Cairn and to a real etcd: status, headers and body must be the
// same, but for white space, which etcd varies from build to build.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, suite, test } from 'node:test';
import { jsonRefusals } from './cases/json-methods.ts';
import { jsonSessions } from './cases/json-sessions.ts';
import { startPair } from './conform.ts';
import type { Pair } from './conform.ts';
import { nameOfAsk, nameOfRefusals, shownAsk } from './json-ask.ts';
import type { JsonAsk } from './json-ask.ts';
import { hasChange } from './versions.ts';
import { askHttp, etcdVersion, findTool, newerEtcd } from '../kit/index.ts';
import type { HttpAnswer } from '../kit/index.ts';

/** Older gateways (grpc-gateway v1) had other statuses and other texts. */
function fittingEtcd(): string | undefined {
  const isFitting = (etcd: string): boolean => hasChange(etcdVersion(etcd), ['3.5.30', '3.6.0']);
  return [findTool('etcd'), newerEtcd()].find((etcd) => etcd !== undefined && isFitting(etcd));
}

/** One server, with the tokens that it gave. */
class JsonServer {
  readonly #endpoint: string;
  readonly #tokens = new Map<string, string>();

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  async take(ask: JsonAsk): Promise<HttpAnswer> {
    const { path, method = 'GET', lines, token, keepsToken } = ask;
    const body = ask.text ?? (ask.body === undefined ? '' : JSON.stringify(ask.body));
    const headers = {
      ...ask.headers,
      ...(token === undefined ? {} : { Authorization: this.#tokens.get(token) ?? 'never given' }),
    };
    if (lines !== undefined) return takeLines(this.#endpoint, { path, headers, body }, lines);
    const answer = await askHttp({ endpoint: this.#endpoint, path, method, headers, body });
    if (keepsToken !== undefined) this.#tokens.set(keepsToken, tokenOf(answer));
    return answer;
  }
}

function tokenOf({ body }: HttpAnswer): string {
  const { token } = JSON.parse(body) as { readonly token?: string };
  assert.ok(token !== undefined, `there is no token in ${body}`);
  return token;
}

function compareWith(etcd: string): void {
  suite('the JSON gateway, compared with etcd', () => {
    let pair: Pair;
    let subject: JsonServer;
    let oracle: JsonServer;

    before(async () => {
      // Hashing is slow on purpose.
      pair = await startPair({ etcd, flags: ['--bcrypt-cost', '4'] });
      subject = new JsonServer(pair.subject.endpoint);
      oracle = new JsonServer(pair.oracle.endpoint);
    });

    after(async () => {
      await pair?.[Symbol.asyncDispose]();
    });

    const askBoth = async (ask: JsonAsk): Promise<void> => {
      const [mine, theirs] = await Promise.all([subject.take(ask), oracle.take(ask)]);
      compare(ask, mine, theirs);
    };

    for (const [name, asks] of Object.entries(jsonSessions)) {
      for (const [index, ask] of asks.entries()) {
        test(nameOfAsk(name, index, ask), () => askBoth(ask));
      }
    }

    for (const [path, asks] of Object.entries(jsonRefusals)) {
      test(nameOfRefusals(path), async () => {
        for (const ask of asks) await askBoth(ask);
      });
    }
  });
}

/** The first lines of an answer that goes on. */
function takeLines(
  endpoint: string,
  sending: {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  },
  lines: number,
): Promise<HttpAnswer> {
  const { path, headers: sentHeaders, body } = sending;
  return new Promise((resolve, reject) => {
    const sent = request(
      `http://${endpoint}${path}`,
      {
        method: 'POST',
        headers: sentHeaders,
        agent: false,
        signal: AbortSignal.timeout(10_000),
      },
      (response) => {
        let text = '';
        const { statusCode: status = 0, headers } = response;
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (text.split('\n').length <= lines) return;
          const seen = Object.entries(headers).map(([name, value]) => [name, String(value)]);
          resolve({ status, headers: Object.fromEntries(seen), body: text });
          response.removeListener('error', reject);
          response.on('error', () => undefined);
          response.destroy();
        });
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Those that a client may look at; how a length is said is each server's own choice. */
const comparedHeaders = [
  'content-type',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'grpc-metadata-content-type',
  'x-content-type-options',
];

function compare(ask: JsonAsk, mine: HttpAnswer, theirs: HttpAnswer): void {
  const shown = `${shownAsk(ask)}\n${JSON.stringify(mine)}\n${JSON.stringify(theirs)}`;
  assert.equal(mine.status, theirs.status, shown);
  for (const name of comparedHeaders) {
    assert.equal(mine.headers[name], theirs.headers[name], `${name}: ${shown}`);
  }
  if (isFailure(theirs)) compareFailures(ask, mine, theirs, shown);
  else assert.equal(masked(mine.body, ask), masked(theirs.body, ask), shown);
}

function isFailure({ body }: HttpAnswer): boolean {
  return body.startsWith('{"error"') || body.startsWith('{"code"');
}

/** Ours has the fields of both forms that there are; so it has at least what theirs has. */
function compareFailures(ask: JsonAsk, mine: HttpAnswer, theirs: HttpAnswer, shown: string): void {
  const fields = flat(JSON.parse(mine.body));
  for (const [name, value] of flat(JSON.parse(theirs.body))) {
    if (ask.anyText && (name === 'message' || name === 'error')) {
      assert.equal(typeof fields.get(name), 'string', shown);
    } else {
      assert.deepEqual(fields.get(name), value, `${name}: ${shown}`);
    }
  }
}

function flat(failure: unknown): Map<string, unknown> {
  const fields = failure as Readonly<Record<string, unknown>>;
  const { error } = fields;
  return new Map(Object.entries(typeof error === 'object' && error !== null ? error : fields));
}

/** Line by line; the term is each server's own, as is the time that has passed. */
function masked(body: string, { without = [] }: JsonAsk): string {
  const lines = body.startsWith('{') ? body.split('\n') : [body];
  // New in 3.6.
  const hidden = new Set(['hash_revision', ...without]);
  const hide = (name: string, value: unknown): unknown => (hidden.has(name) ? undefined : value);
  return lines
    .map((line) => (line.startsWith('{') ? JSON.stringify(JSON.parse(line, hide)) : line))
    .join('\n')
    .replaceAll(/"raft_term":"\d+"/g, '"raft_term":"a term"')
    .replaceAll(/"token":"[A-Za-z]{16}\.\d+"/g, '"token":"a simple token"')
    .replaceAll(/"TTL":"(29\d|300)"/g, '"TTL":"300 or a little less"');
}

// Without one, which the set-up says, there is nothing to compare with.
const fitting = fittingEtcd();
if (fitting !== undefined) compareWith(fitting);
