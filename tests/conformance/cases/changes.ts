// Changes of later releases of etcd that cases of several subjects meet.
import type { Change } from '../case.ts';
import { headerOf } from '../steps.ts';

/** Older releases answer alarms without a header. After a step called `put`, and nothing that makes a revision. */
export const alarmHasHeader: Change = {
  since: ['3.5.0'],
  reference: 'section 3.1: Maintenance headers',
  expected: (oracle, answers) => ({ ...(oracle as object), header: headerOf(answers, 'put') }),
};

/** The storage version is the minor release that is followed. */
export const statusTellsMore: Change = {
  since: ['3.6.0'],
  reference: 'section 1.2: StatusResponse',
  expected: (oracle) => ({
    ...(oracle as object),
    storageVersion: '3.7.0',
    dbSizeQuota: 2_147_483_648,
    downgradeInfo: {},
  }),
};

export const healthHasReason: Change = {
  since: ['3.5.0'],
  reference: 'section 3.13: /health has a reason',
  expected: (oracle) => ({ ...(oracle as object), body: { health: 'true', reason: '' } }),
};
