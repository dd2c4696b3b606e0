import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineConfig, joinConfigs } from './definition.ts';
import type { ConfigDefinition } from './definition.ts';
import { option } from './option.ts';
import { readConfig } from './read-config.ts';
import type { ReadConfig } from './read-config.ts';

interface Sample {
  readonly listenAddress: string;
  readonly snapshotCount: number;
  readonly wait: number;
  readonly verbose: boolean;
  readonly peers: readonly string[];
  readonly state: 'new' | 'existing';
  readonly urls: readonly string[];
}

const sample: ConfigDefinition<Sample> = defineConfig({
  service: 'sample',
  summary: 'a program for these tests',
  options: {
    'listen-address': option.string({ help: 'where to listen' }),
    'snapshot-count': option.integer({ help: 'entries', default: 100, min: 1, max: 1_000 }),
    wait: option.duration({ help: 'how long', defaultMs: 1_500 }),
    verbose: option.boolean({ help: 'more words', default: false }),
    peers: option.list({ help: 'others', default: [] }),
    state: option.choice({ help: 'how to begin', choices: ['new', 'existing'], default: 'new' }),
    urls: option.urlList({ help: 'where', default: ['http://127.0.0.1:1'] }),
  },
  aliases: { 'experimental-wait': 'wait' },
});

interface Given {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: string;
}

function read(given: Given): ReadConfig<Sample> {
  return readConfig(sample, {
    argv: given.argv ?? [],
    env: given.env ?? {},
    readFile: () => {
      if (given.file === undefined) throw new Error('no such file');
      return given.file;
    },
  });
}

function valuesOf(given: Given): Sample {
  const result = read(given);
  assert.equal(result.kind, 'values', JSON.stringify(result));
  assert.ok(result.kind === 'values');
  return result.values;
}

function mistakesOf(given: Given): readonly string[] {
  const result = read(given);
  assert.ok(result.kind === 'mistakes', JSON.stringify(result));
  return result.messages;
}

const required = '--listen-address=x:1';

void test('names become camel case and defaults fill what is not given', () => {
  assert.deepEqual(valuesOf({ argv: [required] }), {
    listenAddress: 'x:1',
    snapshotCount: 100,
    wait: 1_500,
    verbose: false,
    peers: [],
    state: 'new',
    urls: ['http://127.0.0.1:1'],
  });
});

void test('flags are read in every form a Go program takes', () => {
  for (const argv of [
    ['--listen-address', 'x:1', '--snapshot-count', '7', '--verbose'],
    ['--listen-address=x:1', '--snapshot-count=7', '--verbose=true'],
    ['-listen-address', 'x:1', '-snapshot-count=7', '-verbose'],
    [
      '--snapshot-count=9',
      '--verbose=false',
      '--listen-address=x:1',
      '-snapshot-count',
      '7',
      '-verbose=T',
    ],
  ]) {
    const { listenAddress, snapshotCount, verbose } = valuesOf({ argv });
    assert.deepEqual([listenAddress, snapshotCount, verbose], ['x:1', 7, true]);
  }
});

void test('a switch never eats the argument behind it', () => {
  assert.deepEqual(mistakesOf({ argv: [required, '--verbose', 'false'] }), [
    'unexpected argument "false" (write --verbose=false)',
  ]);
});

void test('a value may contain equals signs and begin with a dash', () => {
  assert.deepEqual(valuesOf({ argv: [required, '--peers=a=1,b=2'] }).peers, ['a=1', 'b=2']);
  assert.equal(valuesOf({ argv: ['--listen-address', '-x'] }).listenAddress, '-x');
});

void test('flag wins over environment, environment over file, file over default', () => {
  const file = 'listen-address: file\nsnapshot-count: 1\nwait: 1s\nstate: existing';
  const env = { CAIRN_CONFIG_FILE: 'f.yaml', CAIRN_SNAPSHOT_COUNT: '2', CAIRN_WAIT: '2s' };
  const result = read({ argv: ['--wait=3s'], env, file });
  assert.ok(result.kind === 'values');
  const { listenAddress, snapshotCount, wait, state, verbose } = result.values;
  assert.deepEqual(
    { listenAddress, snapshotCount, wait, state, verbose },
    { listenAddress: 'file', snapshotCount: 2, wait: 3_000, state: 'existing', verbose: false },
  );
  assert.equal(result.sources.get('wait'), 'flag');
  assert.equal(result.sources.get('snapshot-count'), 'environment');
  assert.equal(result.sources.get('state'), 'file');
  assert.equal(result.sources.get('verbose'), 'default');
});

void test('an empty environment variable counts as unset, an empty flag does not', () => {
  assert.equal(
    valuesOf({ argv: [required], env: { CAIRN_SNAPSHOT_COUNT: '' } }).snapshotCount,
    100,
  );
  assert.equal(valuesOf({ argv: ['--listen-address='] }).listenAddress, '');
});

void test('an alias is the option, as flag, variable and file key', () => {
  assert.equal(valuesOf({ argv: [required, '--experimental-wait=5s'] }).wait, 5_000);
  assert.equal(valuesOf({ argv: [required], env: { CAIRN_EXPERIMENTAL_WAIT: '6s' } }).wait, 6_000);
  const argv = [required, '--config-file=f'];
  assert.equal(valuesOf({ argv, file: 'experimental-wait: 7s' }).wait, 7_000);
});

void test('a file may hold lists, numbers, switches and keys without a value', () => {
  const file = 'peers: [a, b]\nverbose: true\nsnapshot-count: 5\nwait:\nurls: http://x:2,unix://s';
  const values = valuesOf({ argv: [required, '--config-file', 'f'], file });
  assert.deepEqual(values.peers, ['a', 'b']);
  assert.equal(values.verbose, true);
  assert.equal(values.snapshotCount, 5);
  assert.equal(values.wait, 1_500);
  assert.deepEqual(values.urls, ['http://x:2', 'unix://s']);
});

void test('all mistakes of all sources are reported at once', () => {
  const messages = mistakesOf({
    argv: ['--lisen-address=x', '--state=old', '--config-file=f.yaml', '--wait', '--urls=ftp://x'],
    env: { CAIRN_SNAPSHOT_COUNT: '0' },
    file: 'snapshot-cuont: 1\nverbose: perhaps\npeers: {a: 1}',
  });
  assert.deepEqual(messages, [
    'unknown flag --lisen-address (did you mean --listen-address?)',
    '--wait needs a value: --wait <duration>',
    'f.yaml: unknown key "snapshot-cuont" (did you mean snapshot-count?)',
    'f.yaml: "peers" must be a single value or a list of them',
    '--listen-address is required',
    'CAIRN_SNAPSHOT_COUNT: "0" is below the minimum 1',
    'verbose in f.yaml: "perhaps" is neither true nor false',
    '--state: "old" is none of new, existing',
    '--urls: "ftp://x" contains "ftp://x": the scheme must be http, https, unix or unixs',
  ]);
});

void test('numbers that only look like numbers are refused', () => {
  for (const text of ['1.5', '1e3', '0x10', ' 1', '', '1_000', '99999999999999999999']) {
    assert.equal(mistakesOf({ argv: [required, `--snapshot-count=${text}`] }).length, 1, text);
  }
});

void test('a file that cannot be read or is no mapping is one mistake', () => {
  const argv = [required, '--config-file=f'];
  assert.deepEqual(mistakesOf({ argv }), ['--config-file: cannot read f: no such file']);
  assert.deepEqual(mistakesOf({ argv, file: '- a' }), ['f: must contain "option: value" lines']);
  assert.match(mistakesOf({ argv, file: 'a: [1' })[0] ?? '', /^f: not valid YAML: /);
});

void test('an empty file is a file without options', () => {
  assert.equal(valuesOf({ argv: [required, '--config-file=f'], file: '' }).snapshotCount, 100);
});

void test('help wins over every mistake and names every option with its default', () => {
  const result = read({ argv: ['--nonsense', '--help'] });
  assert.ok(result.kind === 'help');
  for (const name of Object.keys(sample.options))
    assert.match(result.text, new RegExp(`--${name}`));
  assert.match(result.text, /\(default 1s500ms\)/);
  assert.match(result.text, /\(required\)/);
  assert.match(result.text, /CAIRN_LISTEN_ADDRESS/);
});

void test('version is answered without reading anything else', () => {
  const result = read({ argv: ['--version'] });
  assert.deepEqual(result, { kind: 'version', text: 'sample 0.1.0\n' });
});

void test('the first prefix that is set wins, and unknown variables of it are warned of', () => {
  const definition: ConfigDefinition<{ readonly name: string }> = defineConfig({
    service: 'launcher',
    summary: '',
    options: { name: option.string({ help: '', default: 'default' }) },
    environmentPrefixes: ['ETCD_', 'CAIRN_'],
    warnsOfUnknownEnvironment: true,
  });
  const env = { CAIRN_NAME: 'b', ETCD_NAME: 'a', ETCD_NMAE: 'c', CAIRN_OTHER: 'd' };
  const result = readConfig(definition, { argv: [], env, readFile: () => '' });
  assert.ok(result.kind === 'values');
  assert.equal(result.values.name, 'a');
  assert.deepEqual(result.warnings, [
    'environment variable ETCD_NMAE names no option (did you mean ETCD_NAME?)',
  ]);
});

void test('rules between options run on valid values and are mistakes', () => {
  const definition: ConfigDefinition<{ readonly low: number; readonly high: number }> =
    defineConfig({
      service: 'x',
      summary: '',
      options: {
        low: option.integer({ help: '', default: 1 }),
        high: option.integer({ help: '', default: 2 }),
      },
      check: ({ low, high }) => (low <= high ? [] : [`--low ${low} is above --high ${high}`]),
    });
  const result = readConfig(definition, { argv: ['--low=3'], env: {}, readFile: () => '' });
  assert.deepEqual(result, { kind: 'mistakes', messages: ['--low 3 is above --high 2'] });
});

void test('joined definitions keep their values apart, and a name in both is a bug', () => {
  const other: ConfigDefinition<{ readonly level: string }> = defineConfig({
    service: 'other',
    summary: '',
    options: { level: option.string({ help: '', default: 'info' }) },
  });
  const argv = [required, '--level=debug'];
  const result = readConfig(joinConfigs(sample, other), { argv, env: {}, readFile: () => '' });
  assert.ok(result.kind === 'values');
  assert.equal(result.values.own.listenAddress, 'x:1');
  assert.equal(result.values.added.level, 'debug');
  assert.throws(() => joinConfigs(sample, sample), /has the option "listen-address" already/);
});

void test('a definition with a bad name or alias fails when it is made', () => {
  const text = option.string({ help: '' });
  const define = (options: Record<string, typeof text>, aliases: Record<string, string>): void => {
    defineConfig({ service: 'x', summary: '', options, aliases });
  };
  assert.throws(() => define({ camelCase: text }, {}), /not kebab case/);
  assert.throws(() => define({ help: text }, {}), /belongs to readConfig/);
  assert.throws(() => define({ a: text }, { b: 'c' }), /stands for no option/);
  assert.throws(() => define({ a: text, b: text }, { b: 'a' }), /hides an option/);
});
