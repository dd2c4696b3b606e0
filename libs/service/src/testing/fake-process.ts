// A process whose signals, crashes, stdin and clock are moved by a test.
import type { ProcessPort, StopSignal } from '../process-port.ts';

interface Timer {
  readonly atMs: number;
  readonly action: () => void;
}

export class FakeProcess implements ProcessPort {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>> = {};
  readonly nodeVersion: string;
  readonly exitCodes: number[] = [];
  written = '';
  complained = '';
  readonly #timers = new Set<Timer>();
  #nowMs = 0;
  #onSignal: (signal: StopSignal) => void = () => undefined;
  #onCrash: (error: unknown, origin: string) => void = () => undefined;
  #onInputEnd: (() => void) | undefined;
  #onExit: (code: number) => void = () => undefined;
  /** Resolves with the code of the first exit. */
  readonly exited: Promise<number>;

  constructor(argv: readonly string[] = [], nodeVersion = 'v24.0.0') {
    this.argv = argv;
    this.nodeVersion = nodeVersion;
    const { promise, resolve } = Promise.withResolvers<number>();
    this.exited = promise;
    this.#onExit = resolve;
  }

  get watchesInput(): boolean {
    return this.#onInputEnd !== undefined;
  }

  signal(signal: StopSignal): void {
    this.#onSignal(signal);
  }

  crash(error: unknown): void {
    this.#onCrash(error, 'uncaughtException');
  }

  endInput(): void {
    this.#onInputEnd?.();
  }

  /** Moves the clock and runs what is due, in order. */
  advance(durationMs: number): void {
    this.#nowMs += durationMs;
    const due = [...this.#timers].filter(({ atMs }) => atMs <= this.#nowMs);
    for (const timer of due.toSorted((a, b) => a.atMs - b.atMs)) {
      if (this.#timers.delete(timer)) timer.action();
    }
  }

  readFile(path: string): string {
    throw new Error(`there is no ${path}`);
  }

  writeOut(text: string): void {
    this.written += text;
  }

  writeError(text: string): void {
    this.complained += text;
  }

  onSignal(listener: (signal: StopSignal) => void): void {
    this.#onSignal = listener;
  }

  onCrash(listener: (error: unknown, origin: string) => void): void {
    this.#onCrash = listener;
  }

  onInputEnd(listener: () => void): void {
    this.#onInputEnd = listener;
  }

  exit(code: number): void {
    this.exitCodes.push(code);
    this.#onExit(code);
  }

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, action: () => void): () => void {
    const timer: Timer = { atMs: this.#nowMs + delayMs, action };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }
}
