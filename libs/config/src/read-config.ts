// The effective configuration of a program: flag over environment over file over default.
// Stopping at the first mistake makes people fix a command line one restart at a time, so every
// source is read to its end and all mistakes are reported together. Nothing here touches the process:
// arguments, environment and the file reader are passed in.
import type { ConfigDefinition } from './definition.ts';
import { readFlags } from './flags.ts';
import { readEnvironment } from './environment.ts';
import { readFileOptions } from './file.ts';
import { helpText } from './help.ts';
import { option } from './option.ts';
import type { Option } from './option.ts';

export interface ConfigInput {
  /** Without the program itself: `process.argv.slice(2)`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the whole file named by `--config-file`; throws what the file system says. */
  readonly readFile: (path: string) => string;
}

export type ConfigSource = 'flag' | 'environment' | 'file' | 'default';

export type ReadConfig<Values> =
  | {
      readonly kind: 'values';
      readonly values: Values;
      readonly warnings: readonly string[];
      /** Where each option's value came from, by option name. */
      readonly sources: ReadonlyMap<string, ConfigSource>;
    }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version'; readonly text: string }
  | { readonly kind: 'mistakes'; readonly messages: string[] };

/** One value found in one source, still as text. */
export interface SourcedText {
  readonly name: string;
  readonly source: ConfigSource;
  /** How a message names it: `--name`, `CAIRN_NAME`, `name in cairn.yaml`. */
  readonly written: string;
  readonly text: string;
}

const configFileOption: Option<string> = option.string({
  help: 'YAML file with options by name; flags and environment win over it',
  default: '',
});

export function readConfig<Values>(
  definition: ConfigDefinition<Values>,
  input: ConfigInput,
): ReadConfig<Values> {
  const options = { ...definition.options, 'config-file': configFileOption };
  const flags = readFlags(input.argv, { options, aliases: definition.aliases });
  if (flags.request === 'help') return { kind: 'help', text: helpText(definition, options) };
  if (flags.request === 'version') {
    return { kind: 'version', text: `${definition.service} ${definition.version}\n` };
  }
  const environment = readEnvironment(input.env, { ...definition, options });
  const chosen = new Map<string, SourcedText>();
  for (const found of environment.found) chosen.set(found.name, found);
  for (const flag of flags.flags) chosen.set(flag.name, { ...flag, source: 'flag' });
  const path = chosen.get('config-file')?.text ?? '';
  const file = path === '' ? { found: [], mistakes: [] } : readFileOptions(path, input, definition);
  for (const found of file.found) {
    if (!chosen.has(found.name)) chosen.set(found.name, found);
  }
  const mistakes = [...flags.mistakes, ...file.mistakes];
  const parsed = parseAll(options, chosen);
  mistakes.push(...parsed.mistakes);
  if (mistakes.length > 0) return { kind: 'mistakes', messages: mistakes };
  const values = definition.toValues(parsed.valueByName);
  const broken = definition.check(values);
  if (broken.length > 0) return { kind: 'mistakes', messages: [...broken] };
  const sources = new Map(
    Object.keys(definition.options).map((name) => [name, chosen.get(name)?.source ?? 'default']),
  );
  const warnings = [...environment.warnings, ...parsed.warnings];
  return { kind: 'values', values, warnings, sources };
}

interface ParsedValues {
  readonly valueByName: ReadonlyMap<string, unknown>;
  readonly mistakes: readonly string[];
  readonly warnings: readonly string[];
}

function parseAll(
  options: Readonly<Record<string, Option<unknown>>>,
  chosen: ReadonlyMap<string, SourcedText>,
): ParsedValues {
  const valueByName = new Map<string, unknown>();
  const mistakes: string[] = [];
  const warnings: string[] = [];
  for (const [name, { fallback, parse }] of Object.entries(options)) {
    const found = chosen.get(name);
    if (found === undefined) {
      if (fallback.kind === 'default') valueByName.set(name, fallback.value);
      else mistakes.push(`--${name} is required`);
      continue;
    }
    const parsed = parse(found.text);
    if (parsed.kind === 'mistake') {
      mistakes.push(`${found.written}: "${found.text}" ${parsed.message}`);
      continue;
    }
    valueByName.set(name, parsed.value);
    if (parsed.warning !== undefined) warnings.push(`${found.written}: ${parsed.warning}`);
  }
  return { valueByName, mistakes, warnings };
}
