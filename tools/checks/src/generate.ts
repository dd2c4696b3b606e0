// Generates libs/proto/src/gen from proto/ with the pinned protobufjs compiler. With --check nothing
// is written: the run fails when what is checked in differs from what the compiler makes.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const outputDirectory = join(root, 'libs/proto/src/gen');

function protoFiles(): string[] {
  return readdirSync(join(root, 'proto'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.proto'))
    .toSorted()
    .map((file) => join('proto', file));
}

function compile(target: string, options: readonly string[]): void {
  const fixed = ['-t', 'static-module', '-w', 'esm', '--es6', '--keep-case', '-p', 'proto'];
  const omitted = ['verify', 'convert', 'delimited', 'typeurl', 'service'].map((x) => `--no-${x}`);
  const compiler = join(root, 'node_modules/protobufjs-cli/bin/pbjs');
  execFileSync(
    process.execPath,
    [compiler, ...fixed, ...omitted, ...options, '-o', target, ...protoFiles()],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
}

/** The generated files by name: code without comments, declarations made from the comments. */
function generate(): Map<string, string> {
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-generate-'));
  try {
    const commented = join(scratch, 'messages.js');
    compile(commented, ['--dts']);
    const declarations = readFileSync(join(scratch, 'messages.d.ts'), 'utf8');
    compile(commented, ['--no-comments']);
    return new Map([
      ['messages.js', readFileSync(commented, 'utf8')],
      [
        'messages.d.ts',
        declarations.replace('import Long = require("long");', 'import Long from "long";'),
      ],
    ]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const checkOnly = process.argv.includes('--check');
let stale = 0;
for (const [name, text] of generate()) {
  const file = join(outputDirectory, name);
  if (!checkOnly) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    stale += 1;
    console.error(`${relative(root, file)} is not what proto/ generates: run "npm run generate"`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
