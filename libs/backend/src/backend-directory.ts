// Which directories a store may have, and how one takes the place of another. Renaming a directory
// over another one is not possible, so there is a moment with none under the right name; a process
// that dies in it must find out what was meant. The rule: a directory named `<store>.new` is complete
// and durable and shall become the store. Everything before it gets that name can be undone by
// deleting, everything after is done again until it is through.
//
//   <store>             the store
//   <store>.receiving   a store that is being written; deleted at the next start
//   <store>.defrag      the same, written from the store itself
//   <store>.new         complete; takes the place of <store> at the next start at the latest
//   <store>.old         the one that was replaced; deleted at the next start
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** LMDB's file in a store's directory, and with it the version of the format. */
export const dataFileName = 'backend-v2.mdb';

/** Makes a directory and what is above it, durably: a file in a directory that is not is lost with it. */
export async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const above = dirname(resolve(first));
  for (let made = resolve(path); made !== above; made = dirname(made)) {
    await syncDirectory(dirname(made));
  }
}

/** Where to write a store that shall replace the one in `directory`. */
export function receivingDirectory(directory: string): string {
  return `${directory}.receiving`;
}

/** Where a store is written anew without its free pages. */
export function defragDirectory(directory: string): string {
  return `${directory}.defrag`;
}

export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The steps of `installBackendDirectory`; a crash may come between any two. */
export function installSteps(from: string, to: string): (() => Promise<void>)[] {
  return [
    () => syncDirectory(from),
    () => rm(`${to}.new`, { recursive: true, force: true }),
    // From here on the new store counts.
    () => rename(from, `${to}.new`),
    () => syncDirectory(dirname(to)),
    ...finishSteps(to),
  ];
}

function finishSteps(to: string): (() => Promise<void>)[] {
  return [
    async () => {
      if (!existsSync(to)) return;
      await rm(`${to}.old`, { recursive: true, force: true });
      await rename(to, `${to}.old`);
    },
    () => rename(`${to}.new`, to),
    () => syncDirectory(dirname(to)),
    () => rm(`${to}.old`, { recursive: true, force: true }),
  ];
}

/**
 * Puts the complete store in `from` in the place of `to`, which nobody may write to any more. Both
 * on the same file system. After a crash in the middle the next `openLmdbBackend(to)` opens one or the other.
 */
export async function installBackendDirectory(from: string, to: string): Promise<void> {
  for (const step of installSteps(from, to)) await step();
}

/**
 * Finishes what a crash interrupted. Called by `openLmdbBackend`.
 * @param check of the store that shall take the place of the other, while both are there: it rejects if
 *   that is damaged, and nothing is changed then
 */
export async function recoverBackendDirectory(
  directory: string,
  check: (complete: string) => Promise<void>,
): Promise<void> {
  if (existsSync(`${directory}.new`)) {
    await check(`${directory}.new`);
    for (const step of finishSteps(directory)) await step();
  }
  if (existsSync(directory)) await rm(`${directory}.old`, { recursive: true, force: true });
  await rm(receivingDirectory(directory), { recursive: true, force: true });
  await rm(defragDirectory(directory), { recursive: true, force: true });
}
