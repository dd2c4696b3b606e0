// From start to exit: one service, one process.
//
// A stop can be asked for at any time, also while the service is still starting, and more than once.
// The rules: the first request wins and begins a graceful stop (a starting service is first let
// start, because only then is there something whole to stop, or gives up its start when it hears of the
// stop); it is bounded, so that a hanging stop() cannot keep a supervisor waiting; an impatient second signal ends the process at once. npm
// forwards a terminal's Ctrl-C to a process that got it already, so a second signal within half a second
// is the same one. Invariant: the process exits exactly once, with the code of what happened first.
import type { Logger } from '@cairn/telemetry';
import { DoNotRestartError, exitCodes } from './exit-codes.ts';
import type { ProcessPort, StopSignal } from './process-port.ts';

export interface RunningService {
  stop(): Promise<void>;
}

type Phase =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly service: RunningService }
  | { readonly kind: 'stop-requested-while-starting'; readonly exitCode: number }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'exited' };

const stopTimeoutMs = 10_000;
const flushTimeoutMs = 500;
const sameSignalMs = 500;
const signalNumbers: Readonly<Record<StopSignal, number>> = { SIGINT: 2, SIGTERM: 15 };

export class Lifecycle {
  readonly #process: ProcessPort;
  readonly #logger: Logger;
  #phase: Phase = { kind: 'starting' };
  #firstSignalAtMs: number | undefined;
  #cancelStopTimer: () => void = () => undefined;
  readonly #stopping = new AbortController();

  constructor(processPort: ProcessPort, logger: Logger) {
    this.#process = processPort;
    this.#logger = logger;
  }

  /** Aborted when a stop is asked for. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Call instead of `started` when the start was rejected. */
  notStarted(error: unknown): void {
    const phase = this.#phase;
    const gaveUp = phase.kind === 'stop-requested-while-starting' && this.#isStopReason(error);
    if (!gaveUp) return this.crash(error, 'start');
    this.#phase = { kind: 'stopping' };
    this.#logger.info('stopped before it had started');
    void this.#exitWithLog(phase.exitCode);
  }

  /** Call once, when the service has started. */
  started(service: RunningService): void {
    if (this.#phase.kind === 'stop-requested-while-starting') {
      this.#stop(service, this.#phase.exitCode);
    } else if (this.#phase.kind === 'starting') {
      this.#phase = { kind: 'running', service };
    }
  }

  signal(signal: StopSignal): void {
    const nowMs = this.#process.nowMs();
    if (this.#firstSignalAtMs === undefined) {
      this.#firstSignalAtMs = nowMs;
      this.requestStop(`received ${signal}`);
    } else if (nowMs - this.#firstSignalAtMs >= sameSignalMs) {
      this.#logger.warn({ signal }, 'second signal: exiting at once');
      this.#exit(128 + signalNumbers[signal]);
    }
  }

  requestStop(reason: string): void {
    this.#beginStop(reason, exitCodes.stopped);
  }

  /** For errors found after start: stops what can still be stopped, then exits non-zero. */
  fail(error: unknown): void {
    if (!this.#isOver()) this.#logger.fatal({ err: error }, adviceFor(error));
    this.#beginStop('the service failed', exitCodeFor(error));
  }

  /** For errors nobody was prepared for: nothing can be trusted any more, so nothing is stopped in order. */
  crash(error: unknown, origin: string): void {
    if (this.#phase.kind === 'exited') return;
    this.#logger.fatal({ err: error, origin }, adviceFor(error));
    this.#exit(exitCodeFor(error));
  }

  #beginStop(reason: string, exitCode: number): void {
    if (this.#isOver()) return;
    this.#logger.info({ reason }, 'stopping');
    this.#cancelStopTimer = this.#process.schedule(stopTimeoutMs, () => {
      this.#logger.error({ stopTimeoutMs }, 'stopping took too long: exiting with work unfinished');
      this.#exit(exitCodes.failed);
    });
    if (this.#phase.kind === 'running') {
      this.#stop(this.#phase.service, exitCode);
    } else {
      this.#phase = { kind: 'stop-requested-while-starting', exitCode };
      this.#stopping.abort();
    }
  }

  #stop(service: RunningService, exitCode: number): void {
    this.#phase = { kind: 'stopping' };
    void this.#stopAndExit(service, exitCode);
  }

  async #stopAndExit(service: RunningService, exitCode: number): Promise<void> {
    try {
      await service.stop();
      this.#logger.info('stopped');
      await this.#exitWithLog(exitCode);
    } catch (error) {
      this.#logger.error({ err: error }, 'stopping failed');
      this.#exit(exitCodes.failed);
    }
  }

  async #exitWithLog(exitCode: number): Promise<void> {
    await this.#flushLog();
    this.#exit(exitCode);
  }

  /** Lets the lines still being written go out in order; a reader that is gone cannot hold this up. */
  #flushLog(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#process.schedule(flushTimeoutMs, resolve);
      this.#logger.flush(() => {
        cancel();
        resolve();
      });
    });
  }

  /** Node's own functions reject with an error of their own whose cause is the reason. */
  #isStopReason(error: unknown): boolean {
    const { aborted, reason } = this.#stopping.signal as { aborted: boolean; reason: unknown };
    return aborted && (error === reason || (error instanceof Error && error.cause === reason));
  }

  #isOver(): boolean {
    return this.#phase.kind !== 'starting' && this.#phase.kind !== 'running';
  }

  #exit(code: number): void {
    if (this.#phase.kind === 'exited') return;
    this.#phase = { kind: 'exited' };
    this.#cancelStopTimer();
    this.#process.exit(code);
  }
}

function exitCodeFor(error: unknown): number {
  return error instanceof DoNotRestartError ? exitCodes.doNotRestart : exitCodes.failed;
}

function adviceFor(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof DoNotRestartError) return `${message} (restarting will not help)`;
  if (error instanceof Error && error.name === 'AssertionFailure') {
    return (
      `broken invariant: ${message}. The process stops rather than go on with wrong state; ` +
      'restarting is safe. This is a bug: please report it with this log line.'
    );
  }
  return `${message}. The process stops; restarting is safe. The stack in "err" says where it came from.`;
}
