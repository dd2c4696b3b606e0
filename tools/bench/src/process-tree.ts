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
  /** The sum of every process's own peak, so never too small. */
  readonly peakRssBytes: number;
  readonly processes: number;
}

export function usageOfTree(rootPid: number): TreeUsage {
  const pids = treeOf(rootPid);
  const cpuSecondsByProgram = new Map<string, number>();
  let cpuTicks = 0;
  let peakRssKib = 0;
  for (const pid of pids) {
    const ticks = cpuTicksOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const program = programOf(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    cpuTicks += ticks;
    const before = cpuSecondsByProgram.get(program) ?? 0;
    cpuSecondsByProgram.set(program, before + ticks / ticksPerSecond);
    peakRssKib += peakRssOf(readFileSync(`/proc/${pid}/status`, 'utf8'));
  }
  return {
    cpuSeconds: cpuTicks / ticksPerSecond,
    cpuSecondsByProgram,
    peakRssBytes: peakRssKib * 1024,
    processes: pids.length,
  };
}

/** What runs, from /proc/<pid>/cmdline: the app or tool a script belongs to, or the command. */
export function programOf(cmdline: string): string {
  const args = cmdline.split('\0');
  const script = args.slice(1).find((arg) => arg.endsWith('/src/main.ts'));
  return basename(script === undefined ? (args[0] ?? '') : dirname(dirname(script)));
}

/** User and system time of all threads, from the text of /proc/<pid>/stat. */
export function cpuTicksOf(stat: string): number {
  const fields = statFields(stat);
  return Number(fields[11]) + Number(fields[12]);
}

export function peakRssOf(status: string): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

function treeOf(rootPid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const parent = parentOf(pid);
    if (parent === undefined) continue;
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [rootPid];
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
