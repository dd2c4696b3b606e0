import type { Bug } from './bug.ts';
import { edgeBugs } from './edge-bugs.ts';
import { logBugs } from './log-bugs.ts';
import { membershipBugs } from './membership-bugs.ts';
import { raftBugs } from './raft-bugs.ts';
import { storeBugs } from './store-bugs.ts';

export const allBugs: readonly Bug[] = [
  ...logBugs,
  ...raftBugs,
  ...membershipBugs,
  ...storeBugs,
  ...edgeBugs,
];
