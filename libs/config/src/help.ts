// The text of --help, generated from the definition: it cannot forget an option.
import type { ConfigDefinition } from './definition.ts';
import type { Option, Options } from './option.ts';

const lineWidth = 100;
const indent = '      ';

type Described = Pick<
  ConfigDefinition<never>,
  'service' | 'summary' | 'version' | 'options' | 'environmentPrefixes'
>;

export function helpText(definition: Described, options: Options): string {
  const [prefix = ''] = definition.environmentPrefixes;
  const example = Object.keys(definition.options)[0] ?? 'config-file';
  const entries = Object.entries(options)
    .filter(([, known]) => !known.isHidden)
    .map(([name, known]) => entry(name, known));
  return [
    `${definition.service} ${definition.version}: ${definition.summary}`,
    '',
    `Usage: ${definition.service} [flags]`,
    '',
    ...entries,
    '  --help, --version',
    '',
    `Every flag is also an environment variable (--${example} is ${variable(prefix, example)}) and a`,
    'key of the YAML file named by --config-file. Flags win over the environment, the environment',
    'wins over the file.',
    '',
  ].join('\n');
}

function variable(prefix: string, name: string): string {
  return prefix + name.replaceAll('-', '_').toUpperCase();
}

function entry(name: string, known: Option<unknown>): string {
  const head = `  --${name}${known.placeholder === '' ? '' : ` ${known.placeholder}`}`;
  return [head, ...wrap(`${known.help} ${fallbackNote(known)}`)].join('\n');
}

function fallbackNote({ fallback }: Option<unknown>): string {
  if (fallback.kind === 'required') return '(required)';
  return fallback.text === '' ? '' : `(default ${fallback.text})`;
}

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ').filter((part) => part !== '')) {
    if (line !== indent && line.length + 1 + word.length > lineWidth) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line];
}
