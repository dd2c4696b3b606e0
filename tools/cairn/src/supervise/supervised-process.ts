// Keeps one process alive until it is told to stop.
import { exitCodes } from '@cairn/service';
import type { ProcessSpec } from '../plan/process-spec.ts';
import { RestartPolicy } from './restart-policy.ts';
import { describeExit } from './running-child.ts';
import type { ChildExit, RunningChild, StartChild, SupervisorClock } from './running-child.ts';

export interface ProcessSettings {
  readonly spec: ProcessSpec;
  readonly startChild: StartChild;
  readonly clock: SupervisorClock;
  readonly say: (text: string) => void;
  /** Called at most once, when restarting cannot help or did not help. */
  readonly onGivenUp: (reason: GivenUp) => void;
}

export interface GivenUp {
  readonly name: string;
  readonly message: string;
  /** What the launcher should exit with. */
  readonly exitCode: number;
}

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly child: RunningChild }
  | { readonly kind: 'waiting'; readonly cancel: () => void }
  | { readonly kind: 'stopping'; readonly child: RunningChild }
  | { readonly kind: 'ended' };

const dispensableRetryMs = 30_000;

export class SupervisedProcess {
  readonly #settings: ProcessSettings;
  readonly #policy = new RestartPolicy();
  #state: State = { kind: 'idle' };

  constructor(settings: ProcessSettings) {
    this.#settings = settings;
  }

  start(): void {
    const { spec, startChild } = this.#settings;
    const isFirst = this.#state.kind === 'idle';
    const child = startChild(isFirst ? withFirstStartArgs(spec) : spec);
    this.#state = { kind: 'running', child };
    void child.exited.then((exit) => this.#onExit(exit));
  }

  /** Resolves when the process is gone; it is killed when it does not end in time. */
  async stop(): Promise<void> {
    const state = this.#state;
    if (state.kind === 'waiting') state.cancel();
    if (state.kind !== 'running') {
      if (state.kind !== 'stopping') this.#state = { kind: 'ended' };
      else await state.child.exited;
      return;
    }
    const { spec, clock, say } = this.#settings;
    this.#state = { kind: 'stopping', child: state.child };
    const cancel = clock.schedule(spec.stopTimeoutMs, () => {
      say(`${spec.name} did not stop within ${spec.stopTimeoutMs / 1000} s and is killed`);
      state.child.kill();
    });
    state.child.stop();
    await state.child.exited;
    cancel();
    this.kill();
  }

  /** Ends it now; also what it started and left behind. */
  kill(): void {
    const state = this.#state;
    if (state.kind === 'waiting') state.cancel();
    if (state.kind === 'running' || state.kind === 'stopping') state.child.kill();
    this.#state = { kind: 'ended' };
  }

  #onExit(exit: ChildExit): void {
    if (this.#state.kind !== 'running') return;
    // What the process may have left behind must not disturb the next one.
    this.#state.child.kill();
    const { spec, clock, say } = this.#settings;
    const described = `${spec.name} ${describeExit(exit)}`;
    const hopeless = hopelessReason(exit);
    if (hopeless !== undefined) {
      this.#giveUp(`${described}: ${hopeless}`, exit);
      return;
    }
    const decision = this.#policy.died(clock.nowMs());
    if (decision.kind === 'give-up') {
      const seconds = decision.windowMs / 1000;
      this.#giveUp(`${described}, for the ${decision.deaths}th time within ${seconds} s`, exit);
      return;
    }
    say(`${described}; starting it again in ${decision.delayMs} ms`);
    this.#restartAfter(decision.delayMs);
  }

  #restartAfter(delayMs: number): void {
    const cancel = this.#settings.clock.schedule(delayMs, () => this.start());
    this.#state = { kind: 'waiting', cancel };
  }

  #giveUp(message: string, exit: ChildExit): void {
    const { spec, say, onGivenUp } = this.#settings;
    if (!spec.isEssential) {
      say(`${message}; going on without it, next try in ${dispensableRetryMs / 1000} s`);
      this.#restartAfter(dispensableRetryMs);
      return;
    }
    this.#state = { kind: 'ended' };
    const isForbidden = exit.kind === 'code' && exit.code === exitCodes.doNotRestart;
    const exitCode = isForbidden ? exitCodes.doNotRestart : exitCodes.failed;
    onGivenUp({ name: spec.name, message, exitCode });
  }
}

function withFirstStartArgs(spec: ProcessSpec): ProcessSpec {
  return { ...spec, args: [...spec.args, ...(spec.firstStartArgs ?? [])] };
}

function hopelessReason(exit: ChildExit): string | undefined {
  if (exit.kind !== 'code') return undefined;
  switch (exit.code) {
    case exitCodes.misconfigured:
      return 'its command line is wrong, starting it again cannot help';
    case exitCodes.doNotRestart:
      return 'it must not be started again before somebody has looked (see its last lines)';
    default:
      return undefined;
  }
}
