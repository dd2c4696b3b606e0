// What a server costs: CPU time and memory of its process and of every process below it, because a
// Cairn member is several processes and etcd is one.
import { readFileSync, readdirSync } from 'node:fs';

/** Linux reports process times in 1/100 s everywhere that matters (USER_HZ). */
const ticksPerSecond = 100;

export interface TreeUsage {
  readonly cpuSeconds: number;
  /** The sum of every process's own peak, so never too small. */
  readonly peakRssBytes: number;
  readonly processes: number;
}

export function usageOfTree(rootPid: number): TreeUsage {
  const pids = treeOf(rootPid);
  let cpuTicks = 0;
  let peakRssKib = 0;
  for (const pid of pids) {
    cpuTicks += cpuTicksOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    peakRssKib += peakRssOf(readFileSync(`/proc/${pid}/status`, 'utf8'));
  }
  return {
    cpuSeconds: cpuTicks / ticksPerSecond,
    peakRssBytes: peakRssKib * 1024,
    processes: pids.length,
  };
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
