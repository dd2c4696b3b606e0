// What must be left when one member goes on alone (`--force-new-cluster`), because a majority of the disks is gone: all
// that its own disk holds. That includes entries of which it was never told that they are committed, for
// they may have been acknowledged. Of the changes of the members that it had not applied, the places are left.
//
// What the others had and it had not is lost, and with it some of what clients were told: no checker may ask for
// that. Up to where its log and the common one are the same, nothing is.
import type { LogIndex } from '@cairn/core';
import { EntryType } from '@cairn/raft';
import type { CommittedLog } from './committed-log.ts';
import type { LoggedEntry } from './log-image.ts';
import { equalEntries } from './log-matching.ts';
import { holds } from './violation.ts';

export interface Survivor {
  readonly commit: LogIndex;
  readonly applied: LogIndex;
  readonly baseIndex: LogIndex;
  readonly entries: readonly LoggedEntry[];
}

/** Up to where everything that was committed is still there. */
export function checkSurvivor(
  { commit, applied, baseIndex, entries }: Survivor,
  committed: CommittedLog,
): LogIndex {
  const last = baseIndex + entries.length;
  holds('survivor', commit === last, () => {
    return `it holds entries up to ${last}, and goes on after ${commit}`;
  });
  let kept = baseIndex;
  for (const found of entries) {
    const { index, term } = found;
    const known = committed.entryAt(index);
    const isCommon = kept === index - 1 && known?.term === term;
    if (isCommon) kept = index;
    if (index <= applied) continue;
    holds('survivor', found.type !== EntryType.confChange, () => {
      return `entry ${index} still changes members that are gone`;
    });
    if (!isCommon) continue;
    const isPlace = known.type === EntryType.confChange && found.data.length === 0;
    holds('survivor', isPlace || equalEntries(found, known), () => {
      return `entry ${index}/${term} is not what was committed`;
    });
  }
  return kept;
}
