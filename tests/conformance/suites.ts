// All cases of the runner, by subject: each suite has its servers to itself.
import type { Subject } from './case.ts';
import type { Suite } from './conform.ts';
import { accessMethodCases } from './cases/access-methods.ts';
import { accessRangeCases } from './cases/access-ranges.ts';
import { alarmAndHashCases } from './cases/alarms-and-hashes.ts';
import { authCases } from './cases/auth.ts';
import { authAccessCases } from './cases/auth-access.ts';
import { coordinationCases } from './cases/coordination.ts';
import { edgeCases } from './cases/edge.ts';
import { edgeTableCases } from './cases/edge-tables.ts';
import { emptyMessageCases } from './cases/empty-messages.ts';
import { learnerCases } from './cases/learners.ts';
import { leaseCases } from './cases/lease.ts';
import { leaseTableCases } from './cases/lease-tables.ts';
import { maintenanceCases } from './cases/maintenance.ts';
import { memberCases } from './cases/members.ts';
import { quorumCases } from './cases/quorum.ts';
import { rangeCases } from './cases/range.ts';
import { rangeOptionCases } from './cases/range-options.ts';
import { rangeStreamCases } from './cases/range-stream.ts';
import { txnCompareCases } from './cases/txn-compare.ts';
import { txnOperationCases } from './cases/txn-operations.ts';
import { txnTableCases } from './cases/txn-tables.ts';
import { watchControlCases } from './cases/watch-control.ts';
import { watchDeliveryCases } from './cases/watch-delivery.ts';
import { watchTableCases } from './cases/watch-tables.ts';
import { firstCompactionCases, writeCases } from './cases/write.ts';
import { writeOptionCases } from './cases/write-options.ts';

/** Hashing is slow on purpose, and most cases do it several times. */
const quickHashing = ['--bcrypt-cost', '4'];

export const suites: Readonly<Record<Subject, Suite>> = {
  range: { cases: [...rangeCases, ...rangeOptionCases] },
  'range stream': { cases: rangeStreamCases },
  write: { cases: [...firstCompactionCases, ...writeCases, ...writeOptionCases] },
  txn: { cases: [...txnCompareCases, ...txnOperationCases, ...txnTableCases] },
  watch: { cases: [...watchControlCases, ...watchDeliveryCases, ...watchTableCases] },
  lease: { cases: [...leaseCases, ...leaseTableCases] },
  auth: { cases: authCases, flags: quickHashing },
  access: {
    cases: [...authAccessCases, ...accessMethodCases, ...accessRangeCases],
    flags: quickHashing,
  },
  coordination: { cases: coordinationCases },
  edge: { cases: [...edgeCases, ...edgeTableCases] },
  'empty messages': { cases: emptyMessageCases },
  maintenance: { cases: [...maintenanceCases, ...alarmAndHashCases] },
  members: { cases: [...memberCases, ...learnerCases] },
  'without a quorum': { cases: quorumCases, isForsaken: true },
};
