// The bench's side of a load generator.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Figures } from '../figures.ts';
import type { FromGenerator, GeneratorPlan, ToGenerator } from './plan.ts';

export interface ReadyGenerator extends AsyncDisposable {
  /** Starts the load; resolves when it is over, rejects when an answer was not as it should be. */
  run(): Promise<Figures>;
  /** Ends a load that has no end of its own. */
  stop(): void;
}

/** Far longer than any run, also of a million puts on a busy machine: the server does not answer. */
const timeoutMs = 900_000;

/** Resolves when the generator is connected and warmed up. */
export async function startGenerator(plan: GeneratorPlan): Promise<ReadyGenerator> {
  const child = fork(join(import.meta.dirname, 'main.ts'), {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = Promise.withResolvers<void>();
  const done = Promise.withResolvers<Figures>();
  const fail = (reason: string): void => {
    ready.reject(new Error(reason));
    done.reject(new Error(reason));
  };
  // Whoever waits for the end hears of a failure; before somebody does, it is no reason to crash.
  done.promise.catch(() => {});
  child.on('message', (message: FromGenerator) => {
    if (message.kind === 'ready') ready.resolve();
    else if (message.kind === 'done') done.resolve(message.figures);
    else fail(message.reason);
  });
  child.once('error', (error) => fail(error.message));
  const exited = once(child, 'exit');
  child.once('exit', (code) => fail(`the load generator ended with ${code}`));
  const timer = setTimeout(() => {
    fail(`the load is not over after ${timeoutMs / 1_000} s`);
    child.kill('SIGKILL');
  }, timeoutMs);
  const say = (message: ToGenerator): void => {
    if (child.connected) child.send(message);
  };
  const dispose = async (): Promise<void> => {
    clearTimeout(timer);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await exited;
  };
  say({ kind: 'prepare', plan });
  try {
    await ready.promise;
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    run: () => {
      say({ kind: 'go' });
      return done.promise;
    },
    stop: () => say({ kind: 'stop' }),
    [Symbol.asyncDispose]: dispose,
  };
}
