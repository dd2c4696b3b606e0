// The processes of one member (or of a whole local cluster): started in order, stopped in reverse.
import type { ProcessSpec } from '../plan/process-spec.ts';
import type { StartChild, SupervisorClock } from './running-child.ts';
import { SupervisedProcess } from './supervised-process.ts';
import type { GivenUp } from './supervised-process.ts';

export interface SupervisorSettings {
  readonly specs: readonly ProcessSpec[];
  readonly startChild: StartChild;
  readonly clock: SupervisorClock;
  readonly say: (text: string) => void;
}

export class Supervisor {
  /** Resolves with the first process that is given up; the others keep running until stop(). */
  readonly givenUp: Promise<GivenUp>;
  readonly #processes: readonly SupervisedProcess[];

  constructor(settings: SupervisorSettings) {
    const { promise, resolve } = Promise.withResolvers<GivenUp>();
    this.givenUp = promise;
    this.#processes = settings.specs.map(
      (spec) =>
        new SupervisedProcess({
          spec,
          startChild: settings.startChild,
          clock: settings.clock,
          say: settings.say,
          onGivenUp: resolve,
        }),
    );
  }

  start(): void {
    for (const one of this.#processes) one.start();
  }

  /** One after the other: each may still need those that were started before it. */
  async stop(): Promise<void> {
    for (const one of this.#processes.toReversed()) await one.stop();
  }

  kill(): void {
    for (const one of this.#processes) one.kill();
  }
}
