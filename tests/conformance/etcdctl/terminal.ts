// One server as somebody at a terminal sees it: command lines, one after the other, and what they print with
// everything hidden that may differ between two correct servers.
import type { CommandLine } from './command-line.ts';
import { decoded } from './decoded.ts';
import { mask } from './masks.ts';
import { etcdctl } from '../../kit/index.ts';
import type { CommandResult, EtcdClient } from '../../kit/index.ts';

export interface TerminalOptions {
  readonly endpoint: string;
  /** Path of the etcdctl. */
  readonly etcdctl: string;
  readonly client: EtcdClient;
  /** What `$name` stands for from the beginning. */
  readonly known?: Readonly<Record<string, string>>;
}

export class Terminal {
  readonly #options: TerminalOptions;
  readonly #kept: Map<string, string>;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#kept = new Map(Object.entries(options.known ?? {}));
  }

  async run(command: CommandLine): Promise<CommandResult> {
    const { endpoint, etcdctl: binary, client } = this.#options;
    const { args, format, input, keepsInputOpen, until, keep } = command;
    await command.before?.(client);
    const { code, stdout, stderr } = await etcdctl({
      endpoint,
      binary,
      args: ['-w', format, ...args.map((arg) => this.#filledIn(arg))],
      ...(input === undefined ? {} : { input }),
      ...(keepsInputOpen === undefined ? {} : { keepsInputOpen }),
      ...(until === undefined ? {} : { untilOutput: (text) => until.test(text) }),
      encoding: format === 'protobuf' ? 'latin1' : 'utf8',
    });
    const kept = keep?.pattern.exec(stdout)?.[1];
    if (keep !== undefined && kept !== undefined) this.#kept.set(keep.name, kept);
    const shown = format === 'protobuf' && code !== 1 ? decoded(args, stdout) : stdout;
    return { code, stdout: this.#masked(shown), stderr: this.#masked(errorLines(stderr)) };
  }

  #filledIn(arg: string): string {
    return arg.replaceAll(/\$(\w+)/g, (_, name: string) => this.#kept.get(name) ?? '');
  }

  #masked(text: string): string {
    let known = text.replaceAll(this.#options.endpoint, 'ENDPOINT');
    for (const [name, value] of this.#kept) {
      known = known.replaceAll(value, `$${name}`);
      if (!/^[0-9a-f]+$/.test(value)) continue;
      known = known.replaceAll(BigInt(`0x${value}`).toString(), `$${name}`);
    }
    return mask(known);
  }
}

/**
 * etcdctl's own log lines tell of its connections, and where it panics, of its memory; what the user is told
 * starts with "Error:".
 */
function errorLines(stderr: string): string {
  return stderr
    .replace(/\ngoroutine [^]*/, '')
    .split('\n')
    .filter((text) => !text.startsWith('{"level"'))
    .join('\n');
}
