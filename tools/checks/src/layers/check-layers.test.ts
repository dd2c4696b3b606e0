import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { checkLayers } from './check-layers.ts';
import { readWorkspace } from './workspace.ts';

interface Fixture {
  readonly layer: string;
  readonly tags?: readonly string[];
  readonly dependencies?: readonly string[];
  readonly devDependencies?: readonly string[];
  readonly types?: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

const libraryFiles = { 'DESIGN.md': '# Design', 'src/index.ts': 'export const one = 1;\n' };
const appFiles = {
  'README.md': '# App',
  'DESIGN.md': '# Design',
  'src/config.ts': '',
  'src/compose.ts': '',
  'src/shutdown.ts': '',
  'src/metrics.ts': '',
  'src/main.ts': '',
};

const core: Fixture = { layer: 'core', tags: ['pure'], types: [], files: libraryFiles };

/** Writes a repository with these packages, checks it and removes it. */
function violationsOf(packages: Readonly<Record<string, Fixture>>): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'cairn-layers-'));
  try {
    write(root, 'package.json', { workspaces: ['apps/*', 'libs/*', 'tools/*', 'tests'] });
    for (const [directory, fixture] of Object.entries(packages)) {
      const at = join(root, directory);
      write(at, 'package.json', {
        name: `@cairn/${directory.split('/').at(-1)}`,
        dependencies: Object.fromEntries((fixture.dependencies ?? []).map((name) => [name, '*'])),
        devDependencies: Object.fromEntries(
          (fixture.devDependencies ?? []).map((name) => [name, '*']),
        ),
        nx: { tags: [`layer:${fixture.layer}`, ...(fixture.tags ?? [])] },
      });
      write(at, 'tsconfig.json', { compilerOptions: { types: fixture.types } });
      for (const [file, text] of Object.entries(fixture.files)) write(at, file, text);
    }
    return checkLayers(readWorkspace(root));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function write(directory: string, file: string, content: unknown): void {
  const path = join(directory, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

function importing(...specifiers: readonly string[]): string {
  return specifiers.map((specifier) => `import { one } from '${specifier}';\n`).join('');
}

void test('a workspace that keeps every rule has no violations', () => {
  assert.deepEqual(
    violationsOf({
      'libs/core': core,
      'libs/raft': {
        ...core,
        layer: 'domain',
        dependencies: ['@cairn/core'],
        files: { ...libraryFiles, 'src/index.ts': importing('@cairn/core', './log.ts') },
      },
      'apps/node': {
        layer: 'app',
        dependencies: ['@cairn/raft', 'yaml'],
        files: { ...appFiles, 'src/compose.ts': importing('@cairn/raft', 'yaml', 'node:fs') },
      },
    }),
    [],
  );
});

void test('an import that points up or sideways is refused where it is declared', () => {
  const violations = violationsOf({
    'libs/core': core,
    'libs/raft': {
      ...core,
      layer: 'domain',
      dependencies: ['@cairn/wal'],
      files: { ...libraryFiles, 'src/index.ts': importing('@cairn/wal') },
    },
    'libs/wal': { layer: 'storage', files: libraryFiles },
    'apps/one': {
      layer: 'app',
      dependencies: ['@cairn/two'],
      files: { ...appFiles, 'src/main.ts': importing('@cairn/two') },
    },
    'apps/two': { layer: 'app', files: appFiles },
  });
  assert.deepEqual(violations, [
    'apps/one/package.json: a app package cannot depend on @cairn/two (app)',
    'libs/raft/package.json: a domain package cannot depend on @cairn/wal (storage)',
  ]);
});

void test('the replica takes protobuf from the platform and nothing else', () => {
  const violations = violationsOf({
    'libs/proto': { layer: 'platform', files: libraryFiles },
    'libs/rpc': { layer: 'platform', files: libraryFiles },
    'libs/replica': {
      layer: 'replica',
      dependencies: ['@cairn/proto', '@cairn/rpc'],
      files: { ...libraryFiles, 'src/index.ts': importing('@cairn/proto', '@cairn/rpc') },
    },
  });
  assert.deepEqual(violations, [
    'libs/replica/package.json: of platform, a replica package takes only @cairn/proto',
  ]);
});

void test('imports and declared dependencies must be the same set', () => {
  const violations = violationsOf({
    'libs/core': core,
    'libs/wal': {
      layer: 'storage',
      dependencies: ['lmdb'],
      devDependencies: ['fast-check', 'sinon'],
      files: {
        ...libraryFiles,
        'src/open.ts': importing('@cairn/core', 'fast-check'),
        'src/open.test.ts': importing('fast-check'),
      },
    },
  });
  assert.deepEqual(violations, [
    'libs/wal/package.json: lmdb is declared and never imported',
    'libs/wal/package.json: sinon is declared and never imported',
    'libs/wal/src/open.ts:1: @cairn/core is imported and not declared in libs/wal/package.json',
    'libs/wal/src/open.ts:2: fast-check is only a devDependency',
  ]);
});

void test('tests and benchmarks may use other libraries, and shipped code neither those nor them', () => {
  const violations = violationsOf({
    'libs/core': core,
    'libs/proto': { layer: 'platform', files: libraryFiles },
    'tools/bench': { layer: 'tool', files: {} },
    'libs/mvcc': {
      layer: 'domain',
      tags: ['pure'],
      types: [],
      dependencies: ['@cairn/core'],
      devDependencies: ['@cairn/proto', '@cairn/bench'],
      files: {
        ...libraryFiles,
        'src/a.test.ts': importing('@cairn/proto', '@cairn/core', './testing/kit.ts', 'node:fs'),
        'src/a.bench.ts': importing('@cairn/proto', 'node:fs'),
        'src/testing/kit.ts': importing('@cairn/proto'),
        'src/b.ts': importing('@cairn/proto', './testing/kit.ts', './a.bench.ts'),
      },
    },
  });
  assert.deepEqual(violations, [
    'libs/mvcc/package.json: tests beside code cannot use @cairn/bench (tool)',
    'libs/mvcc/package.json: @cairn/bench is declared and never imported',
    'libs/mvcc/src/b.ts:1: @cairn/proto is only a devDependency',
    'libs/mvcc/src/b.ts:2: "./testing/kit.ts" is a test',
    'libs/mvcc/src/b.ts:3: "./a.bench.ts" is a test',
  ]);
});

void test('deep, leaving, star and test imports are refused with file and line', () => {
  const violations = violationsOf({
    'libs/core': core,
    'libs/wal': {
      layer: 'storage',
      dependencies: ['@cairn/core'],
      files: {
        ...libraryFiles,
        'src/a.ts': `${importing('@cairn/core')}\n${importing('@cairn/core/src/heap.ts')}`,
        'src/b.ts': importing('../../core/src/heap.ts'),
        'src/c.ts': "export * from './a.ts';\n",
        'src/d.ts': importing('./a.test.ts', 'fs'),
        'src/e.ts': ['const late = await import', "('@cairn/core/late');\n"].join(''),
      },
    },
  });
  assert.deepEqual(violations, [
    'libs/wal/src/a.ts:3: "@cairn/core/src/heap.ts" reaches into @cairn/core; import what it exports',
    'libs/wal/src/b.ts:1: "../../core/src/heap.ts" leaves the package',
    'libs/wal/src/c.ts:1: "export *" hides what is exported',
    'libs/wal/src/d.ts:1: "./a.test.ts" is a test',
    'libs/wal/src/d.ts:2: write "node:fs"',
    'libs/wal/src/e.ts:1: "@cairn/core/late" reaches into @cairn/core; import what it exports',
  ]);
});

void test('a pure package cannot name Node, and a domain package cannot leave purity out', () => {
  const violations = violationsOf({
    'libs/mvcc': {
      layer: 'domain',
      tags: ['pure'],
      dependencies: ['lodash'],
      files: { ...libraryFiles, 'src/index.ts': importing('node:fs', 'lodash') },
    },
    'libs/lease': { layer: 'domain', files: libraryFiles },
  });
  assert.deepEqual(violations, [
    'libs/lease/package.json: a domain package must be tagged "pure"',
    'libs/mvcc/tsconfig.json: a pure package compiles with "types": []',
    'libs/mvcc/package.json: a pure package cannot depend on lodash',
    'libs/mvcc/src/index.ts:1: a pure package cannot import node:fs',
  ]);
});

void test('shipped code cannot depend on tests', () => {
  const violations = violationsOf({
    tests: { layer: 'tests', files: {} },
    'tools/bench': {
      layer: 'tool',
      dependencies: ['@cairn/tests'],
      files: { 'src/main.ts': importing('@cairn/tests') },
    },
  });
  assert.deepEqual(violations, [
    'tools/bench/package.json: a tool package cannot depend on @cairn/tests (tests)',
  ]);
});

void test('missing root files, a wrong home and a missing layer tag are named', () => {
  const violations = violationsOf({
    'apps/node': { layer: 'app', files: { ...libraryFiles, 'src/main.ts': '' } },
    'libs/stray': { layer: 'tool', files: libraryFiles },
    'libs/untold': { layer: 'unknown', files: libraryFiles },
  });
  assert.deepEqual(violations, [
    'apps/node/src/config.ts is missing',
    'apps/node/src/compose.ts is missing',
    'apps/node/src/shutdown.ts is missing',
    'apps/node/src/metrics.ts is missing',
    'apps/node/README.md is missing',
    'libs/stray: a tool package belongs in tools/',
    'libs/untold/package.json: "nx.tags" needs exactly one of layer:core, layer:domain, ' +
      'layer:storage, layer:platform, layer:replica, layer:api, layer:app, layer:tool, ' +
      'layer:simulation, layer:tests',
  ]);
});

void test('packages that depend on each other in a circle are refused', () => {
  const violations = violationsOf({
    'libs/a': {
      layer: 'platform',
      dependencies: ['@cairn/b'],
      files: { ...libraryFiles, 'src/index.ts': importing('@cairn/b') },
    },
    'libs/b': {
      layer: 'platform',
      dependencies: ['@cairn/a'],
      files: { ...libraryFiles, 'src/index.ts': importing('@cairn/a') },
    },
  });
  assert.deepEqual(violations, ['cycle: @cairn/a → @cairn/b → @cairn/a']);
});

void test('imports over several lines, of types only and for side effects are all seen', () => {
  const violations = violationsOf({
    'libs/wal': {
      layer: 'storage',
      files: {
        ...libraryFiles,
        'src/a.ts': [
          "import type { A } from 'p1';",
          'import {',
          '  one,',
          '  two,',
          "} from 'p2';",
          "import 'p3';",
          "import star, * as rest from 'p4';",
          "export { five } from 'p5';",
          "const text = '';",
          "  import { indented } from 'not-an-import';",
          '',
        ].join('\n'),
      },
    },
  });
  assert.deepEqual(
    violations.map((violation) => violation.split(' is imported')[0]),
    ['a.ts:1: p1', 'a.ts:2: p2', 'a.ts:6: p3', 'a.ts:7: p4', 'a.ts:8: p5'].map(
      (rest) => `libs/wal/src/${rest}`,
    ),
  );
});
