import type { HashResult } from '@cairn/mvcc';
import { LeaderChangedError } from '@cairn/replica';
import type { Replica } from '@cairn/replica';
import type { Turns } from '../turns.ts';

/** Some milliseconds of work. */
const recordsPerSlice = 5_000;

/**
 * HashKV of this member in slices between turns of the event loop. What is hashed is fixed before this
 * returns: writes and compactions that come later change nothing.
 * @param revision 0 = current
 * @throws CompactedError, FutureRevisionError, LeaderChangedError when a snapshot replaces the state
 */
export async function hashRecords(
  replica: Replica,
  turns: Turns,
  revision: number,
): Promise<HashResult> {
  const { store } = replica.machine;
  const run = store.beginHash(revision);
  try {
    for (;;) {
      await turns.next();
      if (!replica.readable || replica.machine.store !== store) {
        throw new LeaderChangedError('the state was replaced while it was being hashed');
      }
      const result = run.step(recordsPerSlice);
      if (result !== undefined) return result;
    }
  } finally {
    run.close();
  }
}
