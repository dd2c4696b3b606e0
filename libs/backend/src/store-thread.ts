// Work on a store's file that has a thread of its own and is of use to its owner twice: when its first
// step is done, and at its end. Both sides of it: a script that calls `runOnStoreThread`, and its owner.
import { Worker, parentPort, workerData } from 'node:worker_threads';
import { CorruptBackendError, type CorruptBackendDetails } from './corrupt-backend-error.ts';

type Message =
  | { readonly kind: 'first step' }
  | { readonly kind: 'done' }
  | { readonly kind: 'corrupt'; readonly details: CorruptBackendDetails };

export interface StoreThread {
  readonly firstStep: Promise<void>;
  /** Resolves with the end of the thread: then its memory is free and its files are closed. */
  readonly done: Promise<void>;
}

/** Both promises reject with what the work throws; a `CorruptBackendError` arrives as one. */
export function startStoreThread(script: URL, name: string, order: unknown): StoreThread {
  const firstStep = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const fail = (error: unknown): void => {
    firstStep.reject(error);
    done.reject(error);
  };
  const thread = new Worker(script, { name, workerData: order });
  thread.on('message', (message: Message) => {
    if (message.kind === 'first step') firstStep.resolve();
    else if (message.kind === 'done') done.resolve();
    else fail(new CorruptBackendError(message.details));
  });
  thread.once('error', fail);
  const exited = new Promise<void>((resolve) => {
    thread.once('exit', (code) => {
      fail(new Error(`the thread ${name} ended with ${code} before it was done`));
      resolve();
    });
  });
  const ended = Promise.all([done.promise, exited]).then(() => undefined);
  // Whoever waits for them hears of it; that they fail before somebody does is no mistake.
  for (const promise of [firstStep.promise, ended]) promise.catch(() => undefined);
  return { firstStep: firstStep.promise, done: ended };
}

/** For the script of the thread. @param work is given the order, and calls the other after its first step */
export async function runOnStoreThread(
  work: (order: unknown, onFirstStep: () => void) => Promise<void>,
): Promise<void> {
  try {
    await work(workerData, () => say({ kind: 'first step' }));
    say({ kind: 'done' });
  } catch (error) {
    if (!(error instanceof CorruptBackendError)) throw error;
    // An error of a class of ours arrives on the other side as a plain one.
    const { file, offset, problem, advice } = error;
    say({ kind: 'corrupt', details: { file, offset, problem, advice } });
  }
}

function say(message: Message): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  parentPort?.postMessage(message);
}
