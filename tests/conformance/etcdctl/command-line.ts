// A command line of etcdctl as data. It is run against Cairn and against a real etcd and what both print is
// compared, so a line never says what the answer is.
import type { EtcdClient } from '../../kit/index.ts';

/** What `-w` takes. */
export type Format = 'simple' | 'json' | 'fields' | 'table' | 'protobuf';

export const formats: readonly Format[] = ['simple', 'json', 'fields', 'table', 'protobuf'];

export interface CommandLine {
  /** After `etcdctl -w FORMAT`. `$name` stands for what an earlier line kept. */
  readonly args: readonly string[];
  readonly format: Format;
  readonly input?: string;
  /** The input does not end by itself: the command reads it line by line. */
  readonly keepsInputOpen?: true;
  /** The command goes on for ever; it is interrupted once it printed this. */
  readonly until?: RegExp;
  /** Keeps the first match of the group in stdout, for `$name` in later arguments. */
  readonly keep?: { readonly name: string; readonly pattern: RegExp };
  /** The first release of etcd that behaves as etcd does now; older ones are not compared with. */
  readonly since?: string;
  /** Done on both servers before the command: what no etcdctl command does. */
  readonly before?: (client: EtcdClient) => Promise<unknown>;
  /** Why Cairn differs. Such a line must differ, or the reason is to be removed. */
  readonly gap?: string;
}

export type LineOptions = Partial<Omit<CommandLine, 'args'>>;

/** Words are separated by blanks; what needs blanks inside comes as an array. */
export function line(command: string | readonly string[], options: LineOptions = {}): CommandLine {
  const args = typeof command === 'string' ? command.split(' ') : command;
  return { args, format: 'simple', ...options };
}

/**
 * The same once in each format, of which a refusal has no use: it is one text. A command that changes something
 * takes the format into its names.
 */
export function inEveryFormat(
  command: string | readonly string[] | ((format: Format) => string | readonly string[]),
  options: LineOptions = {},
): readonly CommandLine[] {
  return formats.map((format) => {
    return line(typeof command === 'function' ? command(format) : command, { ...options, format });
  });
}
