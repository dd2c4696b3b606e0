// The imports of a source file, read without a parser: TypeScript 7 has no API to ask. The formatter
// puts every static import at the beginning of a line and the character class below cannot run across
// a statement, so code inside functions and indented text in test fixtures do not match.

export interface ImportStatement {
  /** What stands between the quotes. */
  readonly specifier: string;
  readonly line: number;
}

export interface SourceImports {
  readonly imports: readonly ImportStatement[];
  /** Lines with `export * from`. */
  readonly starExports: readonly number[];
}

const staticImport =
  /^(?:import|export)\s+(?:(?:type\s+)?[\w$\s{},*]+?\sfrom\s+)?['"]([^'"\n]+)['"]/gm;
const dynamicImport = /\bimport\(\s*['"]([^'"\n]+)['"]/g;
const starExport = /^export\s+(?:type\s+)?\*/gm;

export function readImports(source: string): SourceImports {
  const imports: ImportStatement[] = [];
  for (const pattern of [staticImport, dynamicImport]) {
    for (const match of source.matchAll(pattern)) {
      imports.push({ specifier: match[1] ?? '', line: lineAt(source, match.index) });
    }
  }
  const starExports = [...source.matchAll(starExport)].map((match) => lineAt(source, match.index));
  return { imports, starExports };
}

/** `@scope/name/deep` → `@scope/name`, `name/deep` → `name`. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function lineAt(source: string, index: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < index; at = source.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}
