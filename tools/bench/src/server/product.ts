// What is compared: Cairn, and one or more releases of etcd.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../root.ts';

export interface Product {
  /** As the tables name it, such as `etcd 3.5.30`. */
  readonly name: string;
  readonly kind: 'cairn' | 'etcd';
  /** Runs one member; the flags are the same for both kinds. */
  readonly command: string;
  readonly leadingArgs: readonly string[];
}

export const subjectName = 'Cairn';

export function cairn(): Product {
  const main = join(root, 'tools/cairn/src/main.mjs');
  return { name: subjectName, kind: 'cairn', command: process.execPath, leadingArgs: [main] };
}

export function etcd(binary: string): Product {
  return etcdAs(`etcd ${etcdVersion(binary)}`, binary);
}

/** An etcd under Cairn's name: how the benchmark itself is checked. */
export function standIn(binary: string): Product {
  return etcdAs(subjectName, binary);
}

function etcdAs(name: string, binary: string): Product {
  return { name, kind: 'etcd', command: binary, leadingArgs: ['--logger', 'zap'] };
}

function etcdVersion(binary: string): string {
  let output: string;
  try {
    output = execFileSync(binary, ['--version'], { encoding: 'utf8' });
  } catch (error) {
    const advice = 'the Debian package etcd-server has it; or say --etcd PATH';
    throw new Error(`cannot run ${binary}: ${advice}`, { cause: error });
  }
  return /etcd Version: (\S+)/.exec(output)?.[1] ?? 'unknown';
}
