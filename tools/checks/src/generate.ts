// Generates libs/proto/src/gen from proto/ with the pinned protobufjs compiler. With --check nothing
// is written: the run fails when what is checked in differs from what the compiler makes.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describeFiles } from './generate-descriptors.ts';
import { protoSchemaSource } from './proto-schema.ts';

const root = join(import.meta.dirname, '../../..');
const outputDirectory = join(root, 'libs/proto/src/gen');

/** Its messages are those of v1: on the wire there is no difference. */
const describedOnly: ReadonlySet<string> = new Set([join('grpc', 'reflection_v1alpha.proto')]);

function protoFiles(): string[] {
  return readdirSync(join(root, 'proto'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.proto') && !describedOnly.has(file))
    .toSorted()
    .map((file) => join('proto', file));
}

function compile(target: string, options: readonly string[]): void {
  const compiler = join(root, 'node_modules/protobufjs-cli/bin/pbjs');
  const always = ['--keep-case', '-p', 'proto'];
  execFileSync(process.execPath, [compiler, ...options, ...always, '-o', target, ...protoFiles()], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function compileCode(target: string, options: readonly string[]): void {
  const fixed = ['-t', 'static-module', '-w', 'esm', '--es6'];
  const omitted = ['verify', 'convert', 'delimited', 'typeurl', 'service'].map((x) => `--no-${x}`);
  compile(target, [...fixed, ...omitted, ...options]);
}

/** The generated files by name: code without comments, declarations made from the comments, the schema. */
function generate(): Map<string, string> {
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-generate-'));
  try {
    const commented = join(scratch, 'messages.js');
    compileCode(commented, ['--dts']);
    const declarations = readFileSync(join(scratch, 'messages.d.ts'), 'utf8');
    compileCode(commented, ['--no-comments']);
    const described = join(scratch, 'messages.json');
    compile(described, ['-t', 'json']);
    const publicFiles = describeFiles(join(root, 'proto'));
    return new Map([
      ['descriptors.js', publicFiles.code],
      ['descriptors.d.ts', publicFiles.declarations],
      ['schema.ts', protoSchemaSource(JSON.parse(readFileSync(described, 'utf8')))],
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
