// Command-line flags, the way Go programs take them: `--name value`, `--name=value`, `-name value`;
// a switch is `--x` or `--x=false` and never eats the next argument. node:util's parseArgs reads
// `-name` as a bundle of one-letter flags, which is why this loop exists.
import { suggestion } from './nearest.ts';
import type { Option, Options } from './option.ts';

export interface FlagText {
  /** The option's name, not the alias it may have been written as. */
  readonly name: string;
  /** As typed, for messages: `--name`. */
  readonly written: string;
  readonly text: string;
}

export interface ReadFlags {
  readonly flags: readonly FlagText[];
  readonly mistakes: readonly string[];
  readonly request: 'help' | 'version' | undefined;
}

interface Grammar {
  readonly options: Options;
  readonly aliases: Readonly<Record<string, string>>;
}

/** Repeated flags are all returned, in order: the last one counts. */
export function readFlags(argv: readonly string[], grammar: Grammar): ReadFlags {
  const flags: FlagText[] = [];
  const mistakes: string[] = [];
  let request: ReadFlags['request'];
  let index = 0;
  while (index < argv.length) {
    const argument = argv[index] ?? '';
    index += 1;
    const [, written, name, attached] = /^((?:--?)([^-=][^=]*))(?:=(.*))?$/s.exec(argument) ?? [];
    if (written === undefined || name === undefined) {
      mistakes.push(unexpected(argument, flags.at(-1), grammar.options));
    } else if (name === 'help' || name === 'h') {
      request ??= 'help';
    } else if (name === 'version') {
      request ??= 'version';
    } else {
      const optionName = grammar.aliases[name] ?? name;
      const known = grammar.options[optionName];
      const following = argv[index];
      if (known === undefined) {
        mistakes.push(`unknown flag ${written}${suggestion(name, namesIn(grammar), '--')}`);
        // The word behind an unknown flag is most likely its value: one mistake, not two.
        if (attached === undefined && following !== undefined && !following.startsWith('-')) {
          index += 1;
        }
      } else if (attached !== undefined) {
        flags.push({ name: optionName, written, text: attached });
      } else if (known.isSwitch) {
        flags.push({ name: optionName, written, text: 'true' });
      } else if (following === undefined || following.startsWith('--')) {
        mistakes.push(`${written} needs a value: ${written} ${known.placeholder}`);
      } else {
        flags.push({ name: optionName, written, text: following });
        index += 1;
      }
    }
  }
  return { flags, mistakes, request };
}

function namesIn(grammar: Grammar): readonly string[] {
  return [...Object.keys(grammar.options), ...Object.keys(grammar.aliases), 'help', 'version'];
}

function unexpected(argument: string, previous: FlagText | undefined, options: Options): string {
  const before: Option<unknown> | undefined = options[previous?.name ?? ''];
  const followsSwitch = before?.isSwitch === true && before.parse(argument).kind === 'value';
  const hint = followsSwitch ? ` (write ${previous?.written}=${argument})` : '';
  return `unexpected argument "${argument}"${hint}`;
}
