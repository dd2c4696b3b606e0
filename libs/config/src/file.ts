// Options from a YAML file (JSON is YAML): keys are option names, scalars are read like flags, a
// sequence is a list. `key:` without a value counts as unset, so that a sample file can be used as is.
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import type { ConfigDefinition } from './definition.ts';
import { suggestion } from './nearest.ts';
import type { SourcedText } from './read-config.ts';

interface ReadFileOptions {
  readonly found: readonly SourcedText[];
  readonly mistakes: readonly string[];
}

/** The parser takes ten megabytes of every process that loads it, and hardly any has a file to read. */
function yaml(): typeof Yaml {
  return createRequire(import.meta.url)('yaml') as typeof Yaml;
}

type Mapping = Readonly<Record<string, unknown>>;

export function readFileOptions(
  path: string,
  input: { readonly readFile: (path: string) => string },
  definition: Pick<ConfigDefinition<never>, 'options' | 'aliases' | 'adaptFile'>,
): ReadFileOptions {
  const loaded = load(path, input.readFile);
  if (typeof loaded === 'string') return { found: [], mistakes: [loaded] };
  const found: SourcedText[] = [];
  const mistakes: string[] = [];
  for (const [key, content] of Object.entries(definition.adaptFile(loaded))) {
    if (content === null || content === undefined) continue;
    const name = definition.aliases[key] ?? key;
    const known = definition.options[name];
    if (known === undefined) {
      const hint = suggestion(key, Object.keys(definition.options), '');
      mistakes.push(`${path}: unknown key "${key}"${hint}`);
      continue;
    }
    const text = toText(content, known.isList);
    if (text === undefined) {
      const allowed = known.isList ? 'a single value or a list of them' : 'a single value';
      mistakes.push(`${path}: "${key}" must be ${allowed}`);
    } else {
      found.push({ name, source: 'file', written: `${key} in ${path}`, text });
    }
  }
  return { found, mistakes };
}

/** The file's mapping, or the sentence that says why there is none. */
function load(path: string, readFile: (path: string) => string): Mapping | string {
  let content: string;
  try {
    content = readFile(path);
  } catch (error) {
    return `--config-file: cannot read ${path}: ${messageOf(error)}`;
  }
  const document = yaml().parseDocument(content, { uniqueKeys: true, prettyErrors: true });
  const [fault] = document.errors;
  if (fault !== undefined) return `${path}: not valid YAML: ${fault.message.trim()}`;
  const mapping: unknown = document.toJS({ maxAliasCount: 100 });
  if (mapping === null || mapping === undefined) return {};
  if (typeof mapping !== 'object' || Array.isArray(mapping)) {
    return `${path}: must contain "option: value" lines`;
  }
  return mapping as Mapping;
}

function toText(content: unknown, isList: boolean): string | undefined {
  switch (typeof content) {
    case 'string':
      return content;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(content);
    default:
      break;
  }
  if (!isList || !Array.isArray(content)) return undefined;
  const items = content.map((item: unknown) => toText(item, false));
  return items.includes(undefined) ? undefined : items.join(',');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
