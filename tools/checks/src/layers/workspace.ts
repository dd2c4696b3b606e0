// The packages of the repository as the layer check sees them.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** Relative to the package, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface WorkspacePackage {
  readonly name: string;
  /** Relative to the repository. */
  readonly directory: string;
  readonly tags: readonly string[];
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** Every file outside node_modules, by path relative to the package. */
  readonly files: readonly string[];
  readonly sources: readonly SourceFile[];
  /** `compilerOptions.types` of tsconfig.json, undefined when it is inherited. */
  readonly compilerTypes: readonly string[] | undefined;
}

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

interface CompilerConfig {
  readonly compilerOptions?: { readonly types?: readonly string[] };
}

export function readWorkspace(root: string): readonly WorkspacePackage[] {
  const { workspaces = [] } = readJson(join(root, 'package.json')) as Manifest;
  return globSync([...workspaces], { cwd: root })
    .filter((directory) => existsSync(join(root, directory, 'package.json')))
    .map((directory) => readPackage(root, directory.replaceAll('\\', '/')))
    .toSorted((a, b) => a.directory.localeCompare(b.directory));
}

function readPackage(root: string, directory: string): WorkspacePackage {
  const at = join(root, directory);
  const manifest = readJson(join(at, 'package.json')) as Manifest;
  const files = globSync('**/*', {
    cwd: at,
    withFileTypes: true,
    exclude: (entry) => entry.name === 'node_modules',
  })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(at.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted();
  const config: CompilerConfig = files.includes('tsconfig.json')
    ? (readJson(join(at, 'tsconfig.json')) as CompilerConfig)
    : {};
  return {
    name: manifest.name,
    directory,
    tags: manifest.nx?.tags ?? [],
    dependencies: Object.keys(manifest.dependencies ?? {}),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
    files,
    sources: files
      .filter((file) => /\.(?:ts|mts|js|mjs)$/.test(file))
      .map((path) => ({ path, text: readFileSync(join(at, path), 'utf8') })),
    compilerTypes: config.compilerOptions?.types,
  };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
