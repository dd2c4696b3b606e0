// Who of the members is wrong? Two that differ cannot tell; the majority of all members can: what a
// majority holds is what the log says, because one fault must not be enough to lose the right data.
// Only hashes at one revision with one compact revision can be compared.
import type { MemberId } from '@cairn/core';
import type { HashResult } from '@cairn/mvcc';
import type { HashReport } from './member-hash.ts';

export type Verdict =
  /** As far as could be compared. */
  | { readonly kind: 'equal'; readonly compared: number }
  /** A majority agrees, these members differ from it. */
  | { readonly kind: 'wrong'; readonly members: readonly MemberId[] }
  /** They differ, and there is no majority. */
  | { readonly kind: 'undecided'; readonly members: readonly MemberId[] };

interface Voice {
  readonly memberId: MemberId;
  readonly says: number | 'behind';
}

/** Compares what all say of the revision that `own` is at. */
export function judgeRevision(
  own: { readonly memberId: MemberId; readonly result: HashResult },
  reports: readonly HashReport[],
  memberCount: number,
): Verdict {
  const voices: Voice[] = [{ memberId: own.memberId, says: own.result.hash }];
  for (const { memberId, atRevision } of reports) {
    if (atRevision === 'unknown') continue;
    if (atRevision === 'behind') voices.push({ memberId, says: 'behind' });
    else if (isComparable(atRevision, own.result)) {
      voices.push({ memberId, says: atRevision.hash });
    }
  }
  return judge(voices, memberCount);
}

/** Compares the hashes of past compactions, the newest first, until all members have been heard. */
export function judgeCompactions(reports: readonly HashReport[], memberCount: number): Verdict {
  const known = reports.flatMap(({ compactions }) => compactions);
  const revisions = [...new Set(known.map(({ hashRevision }) => hashRevision))];
  let compared = 0;
  for (const revision of revisions.toSorted((a, b) => b - a)) {
    const voices = reports.flatMap(({ memberId, compactions }): Voice[] => {
      const at = compactions.find(({ hashRevision }) => hashRevision === revision);
      return at === undefined ? [] : [{ memberId, says: at.hash }];
    });
    const verdict = judge(voices, memberCount);
    if (verdict.kind !== 'equal') return verdict;
    compared = Math.max(compared, verdict.compared);
    if (voices.length === memberCount) break;
  }
  return { kind: 'equal', compared };
}

function isComparable(a: HashResult, b: HashResult): boolean {
  return a.hashRevision === b.hashRevision && a.compactRevision === b.compactRevision;
}

function judge(voices: readonly Voice[], memberCount: number): Verdict {
  const camps = [...Map.groupBy(voices, ({ says }) => says).values()];
  const largest = camps.toSorted((a, b) => b.length - a.length)[0] ?? [];
  if (camps.length <= 1) return { kind: 'equal', compared: largest.length };
  const ids = (some: readonly Voice[]): MemberId[] => some.map(({ memberId }) => memberId);
  if (largest.length * 2 <= memberCount) return { kind: 'undecided', members: ids(voices) };
  return { kind: 'wrong', members: ids(voices.filter((voice) => !largest.includes(voice))) };
}
