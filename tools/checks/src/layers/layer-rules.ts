// Who may import whom. This table is the architecture (docs: ARCHITECTURE.md, "Layers"): arrows only
// point down, apps never import each other, nothing shipped imports tests. Change it deliberately.

export const layers = [
  'core',
  'domain',
  'storage',
  'platform',
  'replica',
  'api',
  'app',
  'tool',
  'simulation',
  'tests',
] as const;

export type Layer = (typeof layers)[number];

/** The folder of the repository a layer's packages live in. */
export const homeOf: Readonly<Record<Layer, string>> = {
  core: 'libs/',
  domain: 'libs/',
  storage: 'libs/',
  platform: 'libs/',
  replica: 'libs/',
  api: 'libs/',
  app: 'apps/',
  tool: 'tools/',
  simulation: 'simulation',
  tests: 'tests',
};

const libraries: readonly Layer[] = ['core', 'domain', 'storage', 'platform', 'replica', 'api'];

export const mayImport: Readonly<Record<Layer, readonly Layer[]>> = {
  core: [],
  domain: ['core'],
  storage: ['core'],
  platform: ['core', 'platform'],
  replica: ['core', 'domain', 'storage', 'platform'],
  api: ['core', 'domain', 'platform', 'replica'],
  app: libraries,
  tool: libraries,
  // Runs the parts of apps that are free of I/O: what an app shows in its src/index.ts.
  simulation: [...libraries, 'app'],
  tests: [...libraries, 'tool'],
};

/** What tests and benchmarks inside a package may use beyond that, as devDependencies. */
export const mayHelpTests: readonly Layer[] = libraries;

/** Where a layer may take only some packages of another: the replica speaks protobuf and does no I/O. */
export const onlyPackages: readonly {
  readonly from: Layer;
  readonly to: Layer;
  readonly packages: readonly string[];
}[] = [{ from: 'replica', to: 'platform', packages: ['@cairn/proto'] }];

/** The same files at the top of every app, so that who knows one finds the way in all. */
export const appRootFiles: readonly string[] = [
  'src/main.ts',
  'src/config.ts',
  'src/compose.ts',
  'src/shutdown.ts',
  'src/metrics.ts',
  'README.md',
  'DESIGN.md',
];

export const libraryRootFiles: readonly string[] = ['src/index.ts', 'DESIGN.md'];
