// Compares what the packages declare with what their sources import, and both with the table in
// layer-rules.ts. A boundary that only reviewers keep is gone after a year; the usual lint rule looks
// at imports alone and never notices a dependency that is declared and used by nobody, or used and
// only there because a neighbour declared it. Invariant: imports = declared ⊆ allowed.
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { packageOf, readImports } from './imports.ts';
import {
  appRootFiles,
  homeOf,
  layers,
  libraryRootFiles,
  mayHelpTests,
  mayImport,
  onlyPackages,
} from './layer-rules.ts';
import type { Layer } from './layer-rules.ts';
import type { SourceFile, WorkspacePackage } from './workspace.ts';

const ownScope = '@cairn/';

/** Sentences, one per violation; empty when the workspace keeps the rules. */
export function checkLayers(packages: readonly WorkspacePackage[]): readonly string[] {
  const byName = new Map(packages.map((one) => [one.name, one]));
  return [
    ...packages.flatMap((one) => checkPlace(one)),
    ...packages.flatMap((one) => checkPurity(one)),
    ...packages.flatMap((one) => checkDependencies(one, byName)),
    ...packages.flatMap((one) => checkSources(one)),
    ...checkCycles(packages),
  ];
}

export function layerOf(one: WorkspacePackage): Layer | undefined {
  return layers.find((layer) => one.tags.includes(`layer:${layer}`));
}

function checkPlace(one: WorkspacePackage): readonly string[] {
  const tags = one.tags.filter((tag) => tag.startsWith('layer:'));
  const layer = layerOf(one);
  if (tags.length !== 1 || layer === undefined) {
    const known = layers.map((name) => `layer:${name}`).join(', ');
    return [`${one.directory}/package.json: "nx.tags" needs exactly one of ${known}`];
  }
  const violations: string[] = [];
  if (!one.directory.startsWith(homeOf[layer])) {
    violations.push(`${one.directory}: a ${layer} package belongs in ${homeOf[layer]}`);
  }
  for (const file of requiredFiles(one.directory)) {
    if (!one.files.includes(file)) violations.push(`${one.directory}/${file} is missing`);
  }
  return violations;
}

function requiredFiles(directory: string): readonly string[] {
  if (directory.startsWith('apps/')) return appRootFiles;
  return directory.startsWith('libs/') ? libraryRootFiles : [];
}

/** A pure package cannot even name Node: the compiler is told so, and nothing may smuggle it in. */
function checkPurity(one: WorkspacePackage): readonly string[] {
  const layer = layerOf(one);
  const isPure = one.tags.includes('pure');
  if (!isPure) {
    return layer === 'core' || layer === 'domain'
      ? [`${one.directory}/package.json: a ${layer} package must be tagged "pure"`]
      : [];
  }
  const violations: string[] = [];
  if (one.compilerTypes?.length !== 0) {
    violations.push(`${one.directory}/tsconfig.json: a pure package compiles with "types": []`);
  }
  for (const name of one.dependencies) {
    if (!name.startsWith(ownScope)) {
      violations.push(`${one.directory}/package.json: a pure package cannot depend on ${name}`);
    }
  }
  for (const source of one.sources.filter(({ path }) => !isTest(path))) {
    for (const { specifier, line } of readImports(source.text).imports) {
      if (isBuiltin(specifier)) {
        violations.push(`${at(one, source, line)}: a pure package cannot import ${specifier}`);
      }
    }
  }
  return violations;
}

function checkDependencies(
  one: WorkspacePackage,
  byName: ReadonlyMap<string, WorkspacePackage>,
): readonly string[] {
  const layer = layerOf(one);
  if (layer === undefined) return [];
  const violations: string[] = [];
  for (const name of [...one.dependencies, ...one.devDependencies]) {
    const target = byName.get(name);
    if (target === undefined) {
      if (!name.startsWith(ownScope)) continue;
      violations.push(`${one.directory}/package.json: there is no package ${name}`);
    } else if (one.dependencies.includes(name)) {
      violations.push(...checkArrow(one, layer, target));
    } else {
      violations.push(...checkTestArrow(one, target));
    }
  }
  const used = new Set(
    one.sources.flatMap(({ text }) =>
      readImports(text).imports.map(({ specifier }) => packageOf(specifier)),
    ),
  );
  for (const name of [...one.dependencies, ...one.devDependencies]) {
    if (!used.has(name) && !name.startsWith('@types/')) {
      violations.push(`${one.directory}/package.json: ${name} is declared and never imported`);
    }
  }
  return violations;
}

function checkArrow(
  one: WorkspacePackage,
  layer: Layer,
  target: WorkspacePackage,
): readonly string[] {
  const targetLayer = layerOf(target);
  if (targetLayer === undefined) return [];
  const where = `${one.directory}/package.json`;
  if (!mayImport[layer].includes(targetLayer)) {
    return [`${where}: a ${layer} package cannot depend on ${target.name} (${targetLayer})`];
  }
  const limit = onlyPackages.find(({ from, to }) => from === layer && to === targetLayer);
  if (limit !== undefined && !limit.packages.includes(target.name)) {
    const allowed = limit.packages.join(', ');
    return [`${where}: of ${targetLayer}, a ${layer} package takes only ${allowed}`];
  }
  return [];
}

/** Tests of a package may look at other libraries, but start no programs. */
function checkTestArrow(one: WorkspacePackage, target: WorkspacePackage): readonly string[] {
  const targetLayer = layerOf(target);
  if (targetLayer === undefined || mayHelpTests.includes(targetLayer)) return [];
  return [
    `${one.directory}/package.json: tests beside code cannot use ${target.name} (${targetLayer})`,
  ];
}

function checkSources(one: WorkspacePackage): readonly string[] {
  return one.sources.flatMap((source) => {
    const { imports, starExports } = readImports(source.text);
    return [
      ...starExports.map((line) => `${at(one, source, line)}: "export *" hides what is exported`),
      ...imports.flatMap(({ specifier, line }) => {
        const violation = specifier.startsWith('.')
          ? checkRelative(source, specifier)
          : checkBare(one, source, specifier);
        return violation === undefined ? [] : [`${at(one, source, line)}: ${violation}`];
      }),
    ];
  });
}

function checkRelative(source: SourceFile, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(source.path), specifier);
  if (target.startsWith('..')) return `"${specifier}" leaves the package`;
  if (isTest(target) && !isTest(source.path)) return `"${specifier}" is a test`;
  return undefined;
}

function checkBare(
  one: WorkspacePackage,
  source: SourceFile,
  specifier: string,
): string | undefined {
  if (isBuiltin(specifier)) {
    return specifier.startsWith('node:') ? undefined : `write "node:${specifier}"`;
  }
  const name = packageOf(specifier);
  if (name.startsWith(ownScope) && name !== specifier) {
    return `"${specifier}" reaches into ${name}; import what it exports`;
  }
  if (name === one.name) return `${name} imports itself; use a relative path`;
  if (one.dependencies.includes(name)) return undefined;
  if (one.devDependencies.includes(name)) {
    return isTest(source.path) ? undefined : `${name} is only a devDependency`;
  }
  return `${name} is imported and not declared in ${one.directory}/package.json`;
}

/** One sentence per cycle found, with the packages along it. */
function checkCycles(packages: readonly WorkspacePackage[]): readonly string[] {
  const byName = new Map(packages.map((one) => [one.name, one]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    const start = path.indexOf(name);
    if (start !== -1) {
      cycles.push(`cycle: ${[...path.slice(start), name].join(' → ')}`);
      return;
    }
    if (done.has(name)) return;
    for (const next of byName.get(name)?.dependencies ?? []) {
      if (byName.has(next)) visit(next, [...path, name]);
    }
    done.add(name);
  };
  for (const one of packages) visit(one.name, []);
  return cycles;
}

/** Tests, benchmarks and what supports them: never imported by code that ships. */
function isTest(path: string): boolean {
  return /\.(?:test|bench)\.[cm]?[jt]s$/.test(path) || path.startsWith('src/testing/');
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

function at(one: WorkspacePackage, source: SourceFile, line: number): string {
  return `${one.directory}/${source.path}:${line}`;
}
