// What a service touches of its process, so that the lifecycle can be driven by a test.
import { readFileSync } from 'node:fs';

export type StopSignal = 'SIGTERM' | 'SIGINT';

export interface ProcessPort {
  /** Without the interpreter and the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nodeVersion: string;
  readFile(path: string): string;
  writeOut(text: string): void;
  writeError(text: string): void;
  onSignal(listener: (signal: StopSignal) => void): void;
  /** Uncaught exceptions and unhandled rejections. */
  onCrash(listener: (error: unknown, origin: string) => void): void;
  /** Reads stdin to its end; what is read is thrown away. May be told more than once. */
  onInputEnd(listener: () => void): void;
  /** Ends the process now; what the logger still holds is written first. */
  exit(code: number): void;
  /** Milliseconds on a clock that never goes back. */
  nowMs(): number;
  /** @returns a function that cancels. */
  schedule(delayMs: number, action: () => void): () => void;
}

export const currentProcess: ProcessPort = {
  argv: process.argv.slice(2),
  env: process.env,
  nodeVersion: process.version,
  readFile: (path) => readFileSync(path, 'utf8'),
  writeOut: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  onSignal: (listener) => {
    process.on('SIGTERM', () => listener('SIGTERM'));
    process.on('SIGINT', () => listener('SIGINT'));
  },
  onCrash: (listener) => {
    process.on('uncaughtException', (error, origin) => listener(error, origin));
    process.on('unhandledRejection', (reason) => listener(reason, 'unhandledRejection'));
  },
  onInputEnd: (listener) => {
    // A parent that dies by kill -9 closes the pipe, or resets it when bytes were still in it.
    process.stdin.on('end', listener).on('error', listener).resume();
  },
  exit: (code) => process.exit(code),
  nowMs: () => performance.now(),
  schedule: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
