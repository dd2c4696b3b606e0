// One setting of a program: how its text is read, and what a person must know about it. Flags,
// environment and file all end as text, so that `--snapshot-count 7`, `CAIRN_SNAPSHOT_COUNT=7` and
// `snapshot-count: 7` can never mean different things.
import { parseDurationMs, formatDurationMs } from './duration.ts';

export type Parsed<T> =
  | { readonly kind: 'value'; readonly value: T; readonly warning?: string }
  | { readonly kind: 'mistake'; readonly message: string };

export type Fallback<T> =
  | { readonly kind: 'required' }
  | { readonly kind: 'default'; readonly value: T; readonly text: string };

export interface Option<T> {
  /** What stands behind the flag in the help: `<integer>`, `<duration>`, empty for booleans. */
  readonly placeholder: string;
  readonly help: string;
  /** `--x` alone means `--x=true`, and the following argument is never eaten as its value. */
  readonly isSwitch: boolean;
  /** Whether a YAML sequence is allowed; its items are joined with commas. */
  readonly isList: boolean;
  /** Left out of the help text. */
  readonly isHidden: boolean;
  readonly fallback: Fallback<T>;
  readonly parse: (text: string) => Parsed<T>;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

interface StringSettings {
  readonly help: string;
  /** Without a default the option is required. */
  readonly default?: string;
}

interface IntegerSettings {
  readonly help: string;
  /** Without a default the option is required. */
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
}

interface BooleanSettings {
  readonly help: string;
  readonly default: boolean;
}

interface DurationSettings {
  readonly help: string;
  readonly defaultMs: number;
}

interface ListSettings {
  readonly help: string;
  readonly default: readonly string[];
}

interface ChoiceSettings<C extends string> {
  readonly help: string;
  readonly choices: readonly C[];
  readonly default: NoInfer<C>;
}

const urlSchemes: readonly string[] = ['http:', 'https:', 'unix:', 'unixs:'];

function value<T>(parsed: T): Parsed<T> {
  return { kind: 'value', value: parsed };
}

function mistake(message: string): Parsed<never> {
  return { kind: 'mistake', message };
}

function fallbackTo<T>(known: T | undefined, text: (known: T) => string): Fallback<T> {
  if (known === undefined) return { kind: 'required' };
  return { kind: 'default', value: known, text: text(known) };
}

function string(settings: StringSettings): Option<string> {
  return {
    placeholder: '<text>',
    help: settings.help,
    isSwitch: false,
    isList: false,
    isHidden: false,
    fallback: fallbackTo(settings.default, (text) => text),
    parse: value,
  };
}

function integer(settings: IntegerSettings): Option<number> {
  const min = settings.min ?? Number.MIN_SAFE_INTEGER;
  const max = settings.max ?? Number.MAX_SAFE_INTEGER;
  return {
    placeholder: '<integer>',
    help: settings.help,
    isSwitch: false,
    isList: false,
    isHidden: false,
    fallback: fallbackTo(settings.default, String),
    parse: (text) => {
      const parsed = Number(text);
      if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(parsed)) {
        return mistake('is not a whole number');
      }
      if (parsed < min) return mistake(`is below the minimum ${min}`);
      if (parsed > max) return mistake(`is above the maximum ${max}`);
      return value(parsed);
    },
  };
}

function boolean(settings: BooleanSettings): Option<boolean> {
  return {
    placeholder: '',
    help: settings.help,
    isSwitch: true,
    isList: false,
    isHidden: false,
    fallback: fallbackTo(settings.default, String),
    parse: parseBoolean,
  };
}

/** The spellings Go's flag package takes, because etcd's users write them. */
function parseBoolean(text: string): Parsed<boolean> {
  switch (text) {
    case '1':
    case 't':
    case 'T':
    case 'true':
    case 'TRUE':
    case 'True':
      return value(true);
    case '0':
    case 'f':
    case 'F':
    case 'false':
    case 'FALSE':
    case 'False':
      return value(false);
    default:
      return mistake('is neither true nor false');
  }
}

function duration(settings: DurationSettings): Option<number> {
  return {
    placeholder: '<duration>',
    help: settings.help,
    isSwitch: false,
    isList: false,
    isHidden: false,
    fallback: fallbackTo(settings.defaultMs, formatDurationMs),
    parse: (text) => {
      const durationMs = parseDurationMs(text);
      if (durationMs === undefined) {
        return mistake('is not a duration (like 100ms, 1m30s, or a plain number of milliseconds)');
      }
      return value(durationMs);
    },
  };
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function list(settings: ListSettings): Option<readonly string[]> {
  return {
    placeholder: '<a,b,...>',
    help: settings.help,
    isSwitch: false,
    isList: true,
    isHidden: false,
    fallback: fallbackTo(settings.default, (items) => items.join(',')),
    parse: (text) => value(splitList(text)),
  };
}

function choice<const C extends string>(settings: ChoiceSettings<C>): Option<C> {
  return {
    placeholder: `<${settings.choices.join('|')}>`,
    help: settings.help,
    isSwitch: false,
    isList: false,
    isHidden: false,
    fallback: fallbackTo<C>(settings.default, String),
    parse: (text) => {
      const chosen = settings.choices.find((candidate) => candidate === text);
      if (chosen === undefined) return mistake(`is none of ${settings.choices.join(', ')}`);
      return value(chosen);
    },
  };
}

/** URLs with the schemes etcd knows (http, https, unix, unixs); values are the texts as written. */
function urlList(settings: ListSettings): Option<readonly string[]> {
  return {
    placeholder: '<url,...>',
    help: settings.help,
    isSwitch: false,
    isList: true,
    isHidden: false,
    fallback: fallbackTo(settings.default, (urls) => urls.join(',')),
    parse: (text) => {
      const urls = splitList(text);
      for (const url of urls) {
        if (!URL.canParse(url)) return mistake(`contains "${url}", which is not a URL`);
        const { protocol } = new URL(url);
        if (!urlSchemes.includes(protocol)) {
          return mistake(`contains "${url}": the scheme must be http, https, unix or unixs`);
        }
      }
      return value(urls);
    },
  };
}

export const option: {
  readonly string: typeof string;
  readonly integer: typeof integer;
  readonly boolean: typeof boolean;
  readonly duration: typeof duration;
  readonly list: typeof list;
  readonly choice: typeof choice;
  readonly urlList: typeof urlList;
} = { string, integer, boolean, duration, list, choice, urlList };
