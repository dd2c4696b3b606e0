import type { Replica } from '@cairn/replica';
import { Members } from '../submit/members.ts';
import type { MembersOptions } from '../submit/members.ts';

/** Changes of the membership as a member with etcd's defaults takes them, alone with its replica. */
export function membersOf(replica: Replica, options: Partial<MembersOptions> = {}): Members {
  return new Members({
    replica,
    requestTimeoutMs: 7_000,
    strict: true,
    learnersMax: 1,
    unixSeconds: () => 1_700_000_000,
    onPromotion: () => {},
    askLeader: () => Promise.reject(new Error('there is nobody to ask')),
    ...options,
  });
}
