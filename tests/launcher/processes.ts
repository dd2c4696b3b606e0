// The processes below a process, as Linux and macOS know them: to kill one, and to see that none is
// left. Asked by parent, never by name: other tests run the same programs.
import { execFileSync } from 'node:child_process';

export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/** Children, their children, and so on; processes that ended and wait to be reaped do not count. */
export function descendantsOf(pid: number): readonly RunningProcess[] {
  const all = listProcesses();
  const found: RunningProcess[] = [];
  const parents = [pid];
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    for (const one of all.filter((candidate) => candidate.parentPid === parent)) {
      found.push(one);
      parents.push(one.pid);
    }
  }
  return found;
}

export function isRunning({ pid, command }: RunningProcess): boolean {
  return listProcesses().some((other) => other.pid === pid && other.command === command);
}

function listProcesses(): readonly (RunningProcess & { readonly parentPid: number })[] {
  const output = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,stat=,args='], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return output.split('\n').flatMap((line) => {
    const [, pid, parentPid, state = '', command = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || state.startsWith('Z')) return [];
    return [{ pid: Number(pid), parentPid: Number(parentPid), command }];
  });
}
