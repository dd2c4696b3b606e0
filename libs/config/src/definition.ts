// What a program can be told: its options by name, and the typed values they become. The names are
// written once, in kebab case; flag, environment variable and file key are all derived from them.
import { assert } from '@cairn/core';
import type { Option, Options } from './option.ts';

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** `{ 'listen-address': Option<string> }` becomes `{ readonly listenAddress: string }`. */
export type ValuesOf<O> = {
  readonly [Name in keyof O & string as CamelCase<Name>]: O[Name] extends Option<infer Value>
    ? Value
    : never;
};

export interface ConfigDefinition<Values> {
  readonly service: string;
  readonly summary: string;
  readonly version: string;
  readonly options: Options;
  /** Other spellings, as flag, variable and file key: alias → option name. */
  readonly aliases: Readonly<Record<string, string>>;
  /** `CAIRN_` + option name; with several prefixes the first that is set wins. */
  readonly environmentPrefixes: readonly string[];
  /** Whether variables with the first prefix that name no option are worth a warning. */
  readonly warnsOfUnknownEnvironment: boolean;
  /** Turns the parsed file into `{ option name: value }` when its shape is not already that. */
  readonly adaptFile: (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  /** Rules between options; every sentence returned is a mistake. Runs only on valid values. */
  readonly check: (values: Values) => readonly string[];
  readonly toValues: (valueByName: ReadonlyMap<string, unknown>) => Values;
}

export interface DefinitionSettings<O> {
  readonly service: string;
  readonly summary: string;
  readonly options: O;
  readonly version?: string;
  readonly aliases?: Readonly<Record<string, string>>;
  readonly environmentPrefixes?: readonly string[];
  readonly warnsOfUnknownEnvironment?: boolean;
  readonly adaptFile?: (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly check?: (values: ValuesOf<O>) => readonly string[];
}

/** Every package of the repository carries the same version. */
const repositoryVersion = '0.1.0';

/** Names `readConfig` answers itself, in every program. */
const reservedNames: readonly string[] = ['help', 'h', 'version', 'config-file'];

export function defineConfig<O extends Options>(
  definition: DefinitionSettings<O>,
): ConfigDefinition<ValuesOf<O>> {
  for (const name of Object.keys(definition.options)) {
    assert(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name), `option name "${name}" is not kebab case`);
    assert(!reservedNames.includes(name), `option name "${name}" belongs to readConfig`);
  }
  for (const [alias, name] of Object.entries(definition.aliases ?? {})) {
    assert(name in definition.options, `alias "${alias}" stands for no option`);
    assert(!(alias in definition.options), `alias "${alias}" hides an option`);
  }
  return {
    service: definition.service,
    summary: definition.summary,
    version: definition.version ?? repositoryVersion,
    options: definition.options,
    aliases: definition.aliases ?? {},
    environmentPrefixes: definition.environmentPrefixes ?? ['CAIRN_'],
    warnsOfUnknownEnvironment: definition.warnsOfUnknownEnvironment ?? false,
    adaptFile: definition.adaptFile ?? ((document) => ({ ...document })),
    check: definition.check ?? (() => []),
    toValues: (valueByName) => toValues(definition.options, valueByName),
  };
}

/**
 * Both definitions as one, with the values kept apart.
 * For options every program has in addition to its own; a name in both is a bug.
 */
export function joinConfigs<Own, Added>(
  own: ConfigDefinition<Own>,
  added: ConfigDefinition<Added>,
): ConfigDefinition<{ readonly own: Own; readonly added: Added }> {
  for (const name of Object.keys(added.options)) {
    assert(!(name in own.options), `every program has the option "${name}" already`);
  }
  return {
    ...own,
    options: { ...own.options, ...added.options },
    aliases: { ...own.aliases, ...added.aliases },
    check: (values) => [...own.check(values.own), ...added.check(values.added)],
    toValues: (valueByName) => ({
      own: own.toValues(valueByName),
      added: added.toValues(valueByName),
    }),
  };
}

function toValues<O extends Options>(
  options: O,
  valueByName: ReadonlyMap<string, unknown>,
): ValuesOf<O> {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(options)) {
    assert(valueByName.has(name), `option "${name}" has no value`);
    values[camelCase(name)] = valueByName.get(name);
  }
  return values as ValuesOf<O>;
}

export function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
