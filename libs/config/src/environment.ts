// Options from environment variables: prefix + the option's name in upper snake case. An empty
// variable counts as unset, as shells and container tools cannot say "unset" otherwise.
import { suggestion } from './nearest.ts';
import type { Options } from './option.ts';
import type { SourcedText } from './read-config.ts';

interface Grammar {
  readonly options: Options;
  readonly aliases: Readonly<Record<string, string>>;
  readonly environmentPrefixes: readonly string[];
  readonly warnsOfUnknownEnvironment: boolean;
}

interface ReadEnvironment {
  readonly found: readonly SourcedText[];
  readonly warnings: readonly string[];
}

export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  grammar: Grammar,
): ReadEnvironment {
  const optionByVariable = new Map<string, string>();
  const ranked = [...Object.keys(grammar.aliases), ...Object.keys(grammar.options)];
  const found: SourcedText[] = [];
  // Later entries win where the caller puts them into a map: lowest rank first.
  for (const prefix of grammar.environmentPrefixes.toReversed()) {
    for (const name of ranked) {
      const variable = prefix + name.replaceAll('-', '_').toUpperCase();
      const optionName = grammar.aliases[name] ?? name;
      optionByVariable.set(variable, optionName);
      const text = env[variable] ?? '';
      if (text === '') continue;
      found.push({ name: optionName, source: 'environment', written: variable, text });
    }
  }
  const warnings: string[] = [];
  const [ownPrefix] = grammar.environmentPrefixes;
  if (grammar.warnsOfUnknownEnvironment && ownPrefix !== undefined) {
    for (const variable of Object.keys(env).toSorted()) {
      if (!variable.startsWith(ownPrefix) || optionByVariable.has(variable)) continue;
      const hint = suggestion(variable, optionByVariable.keys(), '');
      warnings.push(`environment variable ${variable} names no option${hint}`);
    }
  }
  return { found, warnings };
}
