// Compiled code is kept between starts, of the launcher and of the services that inherit its environment:
// a start that finds it takes half the time. To be called before anything is imported that is TypeScript, by
// a file that is not: for the first such file without kept code Node loads its translator, 15 MiB for good.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../../..');

/** Without a right to write there nothing is kept. */
export function keepCompiledCode() {
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/cairn');
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
}
