import { spawn } from 'node:child_process';
import { toolPath } from './require-tools.ts';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface EtcdctlOptions {
  /** `host:port`, several with commas between them. */
  readonly endpoint: string;
  readonly args: readonly string[];
  /** Path of the binary; `etcdctl` on PATH by default. */
  readonly binary?: string;
  readonly input?: string;
  /** The standard input ends only with the command: for one that reads line by line. */
  readonly keepsInputOpen?: boolean;
  /** Ends a command that would go on for ever (watch, keep-alive) once this much was printed. */
  readonly untilOutput?: (stdout: string) => boolean;
  /** Of what it prints; `latin1` keeps every byte. */
  readonly encoding?: 'utf8' | 'latin1';
  readonly timeoutMs?: number;
}

/** Runs one etcdctl command of API version 3 to its end, whatever its exit code. */
export function etcdctl(options: EtcdctlOptions): Promise<CommandResult> {
  const { promise, resolve, reject } = Promise.withResolvers<CommandResult>();
  const binary = options.binary ?? toolPath('etcdctl');
  const child = spawn(binary, ['--endpoints', options.endpoint, ...options.args], {
    env: { ...process.env, ETCDCTL_API: '3' },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: options.timeoutMs ?? 15_000,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding(options.encoding ?? 'utf8').on('data', (text: string) => {
    stdout += text;
    if (options.untilOutput?.(stdout) === true) child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(options.input ?? '');
  if (options.keepsInputOpen !== true) child.stdin.end();
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, stdout, stderr }));
  return promise;
}
