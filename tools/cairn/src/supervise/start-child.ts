// Starts a real process. Two properties matter. It leads a process group of its own, so that Ctrl-C
// in the terminal reaches the launcher alone (which then stops everything in the right order) and what
// a process has started can be killed with it. And its stdin is a pipe held open by the launcher: when the
// launcher is killed with kill -9, the kernel closes the pipe, and every child sees the end and stops.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mallocSettings } from '../plan/malloc-settings.ts';
import type { ProcessSpec } from '../plan/process-spec.ts';
import type { ChildExit, RunningChild } from './running-child.ts';

export interface ChildOutput {
  /** Takes both streams of a child over; each is closed by the child's end. */
  attach(name: string, streams: readonly NodeJS.ReadableStream[], noise?: RegExp): void;
}

export function startChild(spec: ProcessSpec, output: ChildOutput): RunningChild {
  for (const file of spec.socketFiles) rmSync(file, { force: true });
  const child = spawn(spec.command, [...spec.args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: childEnvironment(process.env),
  });
  // A child that is gone cannot read; its end is reported by `exited`.
  child.stdin.on('error', () => undefined);
  output.attach(spec.name, [child.stdout, child.stderr], spec.noise);
  return {
    pid: child.pid,
    exited: exitOf(child),
    stop: () => signalGroup(child, 'SIGTERM'),
    kill: () => signalGroup(child, 'SIGKILL'),
  };
}

/** The launcher's own variables would otherwise be read by every service as if meant for it. */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(([name]) => !/^(?:CAIRN|ETCD)_/.test(name));
  return { ...mallocSettings, ...Object.fromEntries(inherited) };
}

function exitOf(child: ChildProcess): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ kind: 'not-started', error }));
    child.once('exit', (code, signal) =>
      resolve(code === null ? { kind: 'signal', signal: signal ?? '?' } : { kind: 'code', code }),
    );
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: the whole group has ended already.
  }
}
