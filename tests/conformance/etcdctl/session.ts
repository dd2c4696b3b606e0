import type { CommandLine } from './command-line.ts';
import { historyLines, keyLines } from './keys.ts';
import { coordinationLines, hashLines, leaseLines, leaseListLines } from './leases.ts';
import { downgradeLines, memberLines, snapshotLines, upkeepLines } from './members.ts';
import { userLines } from './users.ts';

/** Everything, in the order in which it is run. */
export const session: readonly CommandLine[] = [
  ...keyLines,
  ...hashLines,
  ...leaseLines,
  ...historyLines,
  ...leaseListLines,
  ...upkeepLines,
  ...memberLines,
  ...downgradeLines,
  ...snapshotLines,
  ...userLines,
  ...coordinationLines,
];
