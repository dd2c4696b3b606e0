// The Python program beside this file as a client: one command after the other over its pipes.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { join } from 'node:path';
import type { ToolRequirement } from '../kit/index.ts';

/** Debian's own, the one that has `python3-grpcio`. */
const python = '/usr/bin/python3';

/** As `requireTools`, for the Python module. */
export function requireGrpcio(): ToolRequirement {
  if (spawnSync(python, ['-c', 'import grpc']).status === 0) return { skip: false };
  const reason = `needs the Debian package python3-grpcio`;
  if (process.env['CAIRN_REQUIRE_ALL_TESTS'] === '1') throw new Error(`this test ${reason}`);
  return { skip: reason };
}

export interface Reply {
  readonly code: number;
  readonly details?: string;
  /** Absent at the end of a stream. */
  readonly message?: Buffer;
}

export interface UnaryAsk {
  readonly path: string;
  readonly request: Uint8Array;
  readonly times?: number;
  readonly timeoutSeconds?: number;
  readonly compression?: 'gzip';
  readonly metadata?: Readonly<Record<string, string>>;
}

interface RawReply {
  readonly code: number;
  readonly details?: string;
  readonly message?: string;
}

export class CCoreClient implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  #nextStream = 1;

  /** @param caFile certificates to trust; without it the connection is plain. */
  constructor(endpoint: string, caFile?: string) {
    const script = join(import.meta.dirname, 'c-core.py');
    const args = [script, endpoint, ...(caFile === undefined ? [] : [caFile])];
    this.#child = spawn(python, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('the client has no output');
    this.#reader = createInterface({ input: stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** One answer for each of the `times` calls that are made at once. */
  async unary(ask: UnaryAsk): Promise<Reply[]> {
    const request = Buffer.from(ask.request).toString('base64');
    const { answers } = (await this.#command({ do: 'unary', ...ask, request })) as {
      answers: RawReply[];
    };
    return answers.map(decode);
  }

  async open(
    path: string,
    options: Pick<UnaryAsk, 'timeoutSeconds' | 'metadata'> = {},
  ): Promise<CCoreStream> {
    const stream = this.#nextStream;
    this.#nextStream += 1;
    await this.#command({ do: 'open', stream, path, ...options });
    return {
      send: async (message) => {
        const text = Buffer.from(message).toString('base64');
        await this.#command({ do: 'send', stream, message: text });
      },
      receive: async () => decode((await this.#command({ do: 'receive', stream })) as RawReply),
      end: async () => {
        await this.#command({ do: 'end', stream });
      },
      cancel: async () => {
        await this.#command({ do: 'cancel', stream });
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(timer);
    this.#reader.close();
  }

  async #command(command: object): Promise<unknown> {
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
    const { done, value } = await this.#lines.next();
    if (done === true) throw new Error('the client has ended: see its error output');
    return JSON.parse(value);
  }
}

export interface CCoreStream {
  send(message: Uint8Array): Promise<void>;
  /** The next message, or how the stream ended. */
  receive(): Promise<Reply>;
  end(): Promise<void>;
  cancel(): Promise<void>;
}

function decode({ message, ...rest }: RawReply): Reply {
  return message === undefined ? rest : { ...rest, message: Buffer.from(message, 'base64') };
}
