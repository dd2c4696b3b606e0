// One request to the JSON gateway or to a plain path, as data.

export interface JsonAsk {
  readonly path: string;
  readonly body?: unknown;
  /** The body as it is, instead. */
  readonly text?: string;
  /** GET without it. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Lines to read of an answer that does not end. */
  readonly lines?: number;
  /** The text of an error is that of the JSON library, which is another one in every release. */
  readonly anyText?: true;
  /** Fields of the answer that differ from release to release, or from moment to moment. */
  readonly without?: readonly string[];
  /** Keeps the token of the answer under this name. */
  readonly keepsToken?: string;
  /** Sends the token that was kept so. */
  readonly token?: string;
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

export function post(path: string, body: unknown, more: Partial<JsonAsk> = {}): JsonAsk {
  return { path: `/v3/${path}`, method: 'POST', body, ...more };
}

/** What is no JSON, or no JSON of such a message. */
export function broken(path: string, text: string): JsonAsk {
  return { path: `/v3/${path}`, method: 'POST', text, anyText: true };
}

/** The request as a person would tell it. */
export function shownAsk({ method = 'GET', path, text, body }: JsonAsk): string {
  const sent = text ?? (body === undefined ? '' : JSON.stringify(body));
  return [method, path, ...(sent === '' ? [] : [sent])].join(' ');
}

/** The name of its test, as the place in its session makes it unique. */
export function nameOfAsk(session: string, index: number, ask: JsonAsk): string {
  return `${session} ${index + 1}: ${shownAsk(ask)}`;
}

/** The name of the test of all that a path refuses. */
export function nameOfRefusals(path: string): string {
  return `${path} refuses what is no request`;
}
