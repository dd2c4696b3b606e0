// Processes that live and die as a test says, and a clock it moves.
import type { ProcessSpec } from '../plan/process-spec.ts';
import type {
  ChildExit,
  RunningChild,
  StartChild,
  SupervisorClock,
} from '../supervise/running-child.ts';

export class FakeChildren {
  /** What happened, in order: `start raft-node`, `stop raft-node`, `kill raft-node`. */
  readonly history: string[] = [];
  readonly #living = new Map<string, (exit: ChildExit) => void>();
  /** Names that ignore a stop. */
  readonly stubborn: Set<string> = new Set();

  readonly start: StartChild = (spec: ProcessSpec): RunningChild => {
    this.history.push(`start ${spec.name}`);
    const { promise, resolve } = Promise.withResolvers<ChildExit>();
    this.#living.set(spec.name, resolve);
    return {
      pid: 1,
      exited: promise,
      stop: () => {
        this.history.push(`stop ${spec.name}`);
        if (!this.stubborn.has(spec.name)) this.#end(spec.name, { kind: 'code', code: 0 });
      },
      kill: () => {
        if (!this.#living.has(spec.name)) return;
        this.history.push(`kill ${spec.name}`);
        this.#end(spec.name, { kind: 'signal', signal: 'SIGKILL' });
      },
    };
  };

  /** Ends a process and waits until the supervisor has seen it. */
  async die(name: string, exit: ChildExit): Promise<void> {
    this.#end(name, exit);
    await new Promise(setImmediate);
  }

  isLiving(name: string): boolean {
    return this.#living.has(name);
  }

  #end(name: string, exit: ChildExit): void {
    this.#living.get(name)?.(exit);
    this.#living.delete(name);
  }
}

interface Timer {
  readonly atMs: number;
  readonly action: () => void;
}

export class FakeClock implements SupervisorClock {
  #nowMs = 0;
  readonly #timers = new Set<Timer>();

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, action: () => void): () => void {
    const timer: Timer = { atMs: this.#nowMs + delayMs, action };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  advance(durationMs: number): void {
    this.#nowMs += durationMs;
    for (const timer of this.#timers) {
      if (timer.atMs <= this.#nowMs && this.#timers.delete(timer)) timer.action();
    }
  }
}
