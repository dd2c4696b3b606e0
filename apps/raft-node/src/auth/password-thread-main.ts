// What runs on the thread of `passwords.ts`: one password after the other.
import { parentPort } from 'node:worker_threads';
import { compareSync, hashSync } from 'bcryptjs';
import type { PasswordAnswer, PasswordTask } from './passwords.ts';

parentPort?.on('message', (task: PasswordTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  parentPort?.postMessage(carryOut(task));
});

function carryOut(task: PasswordTask): PasswordAnswer {
  if (task.kind === 'hash') return { id: task.id, result: hashSync(task.password, task.cost) };
  return { id: task.id, result: isRight(task.password, task.hash) };
}

function isRight(password: string, hash: string): boolean {
  try {
    return compareSync(password, hash);
  } catch {
    // What is stored is no hash: then no password is the right one.
    return false;
  }
}
