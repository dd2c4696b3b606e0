// What a server costs: CPU time and memory of its process and of every process below it, because a
// Cairn member is several processes and etcd is one.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Linux reports process times in 1/100 s everywhere that matters (USER_HZ). */
const ticksPerSecond = 100;

export interface TreeUsage {
  readonly cpuSeconds: number;
  /** The same by program, such as `raft-node`. */
  readonly cpuSecondsByProgram: ReadonlyMap<string, number>;
  readonly rssBytes: number;
  /** The sum of every process's own peak, so never too small. */
  readonly peakRssBytes: number;
  readonly processes: number;
}

/** Of the processes with these ids and all below them. */
export function usageOfTrees(rootPids: readonly number[]): TreeUsage {
  const pids = treesOf(rootPids);
  const cpuSecondsByProgram = new Map<string, number>();
  let cpuTicks = 0;
  let rssKib = 0;
  let peakRssKib = 0;
  for (const pid of pids) {
    const ticks = cpuTicksOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const program = programOf(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    cpuTicks += ticks;
    const before = cpuSecondsByProgram.get(program) ?? 0;
    cpuSecondsByProgram.set(program, before + ticks / ticksPerSecond);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    rssKib += kibOf('VmRSS', status);
    peakRssKib += kibOf('VmHWM', status);
  }
  return {
    cpuSeconds: cpuTicks / ticksPerSecond,
    cpuSecondsByProgram,
    rssBytes: rssKib * 1024,
    peakRssBytes: peakRssKib * 1024,
    processes: pids.length,
  };
}

/** What runs, from /proc/<pid>/cmdline: the app or tool a script belongs to, or the command. */
export function programOf(cmdline: string): string {
  const args = cmdline.split('\0');
  const script = args.slice(1).find((arg) => /\/src\/main\.(?:ts|mjs)$/.test(arg));
  return basename(script === undefined ? (args[0] ?? '') : dirname(dirname(script)));
}

/** User and system time of all threads, from the text of /proc/<pid>/stat. */
export function cpuTicksOf(stat: string): number {
  const fields = statFields(stat);
  return Number(fields[11]) + Number(fields[12]);
}

/** A figure from the text of /proc/<pid>/status or smaps_rollup. */
export function kibOf(name: string, text: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0);
}

/**
 * Resident memory with the pages that several processes share counted once: those of one program's
 * text, for instance. Undefined where the system does not tell. It takes a while to ask.
 */
export function pssBytesOfTrees(rootPids: readonly number[]): number | undefined {
  let kib = 0;
  for (const pid of treesOf(rootPids)) {
    try {
      kib += kibOf('Pss', readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    } catch {
      return undefined;
    }
  }
  return kib * 1024;
}

function treesOf(rootPids: readonly number[]): readonly number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const parent = parentOf(pid);
    if (parent === undefined) continue;
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [...rootPids];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]);
  } catch {
    // It ended since the directory was read.
    return undefined;
  }
}

/** The fields after the command name, which stands in parentheses and may hold anything. */
function statFields(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
