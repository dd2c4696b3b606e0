// What a gateway can submit to its raft-node, and which of it may be asked a second time when the
// first answer was lost: reads only. A Txn may be a read, but knowing that would mean decoding it.
import { cairn } from '@cairn/proto';

export interface NodeMethod {
  readonly number: number;
  /** Whether asking twice is the same as asking once. */
  readonly isRead: boolean;
  /** For what takes long by nature, instead of the gateway's own request timeout. */
  readonly timeoutMs?: number;
}

const { Method } = cairn.v1;

const dayMs = 24 * 3_600_000;

function read(number: number): NodeMethod {
  return { number, isRead: true };
}

function write(number: number): NodeMethod {
  return { number, isRead: false };
}

export const nodeMethod: {
  readonly range: NodeMethod;
  readonly put: NodeMethod;
  readonly deleteRange: NodeMethod;
  readonly txn: NodeMethod;
  readonly compact: NodeMethod;
  readonly leaseGrant: NodeMethod;
  readonly leaseRevoke: NodeMethod;
  readonly leaseTimeToLive: NodeMethod;
  readonly leaseLeases: NodeMethod;
  readonly memberList: NodeMethod;
  readonly status: NodeMethod;
  readonly hash: NodeMethod;
  readonly hashKv: NodeMethod;
  readonly alarm: NodeMethod;
  readonly watchOpen: NodeMethod;
  readonly memberAdd: NodeMethod;
  readonly memberRemove: NodeMethod;
  readonly memberUpdate: NodeMethod;
  readonly memberPromote: NodeMethod;
  readonly moveLeader: NodeMethod;
  readonly defragment: NodeMethod;
  readonly downgrade: NodeMethod;
  /** For this gateway's own checks: they have no user. */
  readonly ownAlarms: NodeMethod;
  readonly ownMembers: NodeMethod;
  readonly mayRenewLease: NodeMethod;
  /** For calls that the node does not see as such: whether the caller has the root role. */
  readonly mayAdminister: NodeMethod;
  /** Whose token the caller has shown. */
  readonly whoAmI: NodeMethod;
  readonly authEnable: NodeMethod;
  readonly authDisable: NodeMethod;
  readonly authStatus: NodeMethod;
  readonly authenticate: NodeMethod;
  readonly userAdd: NodeMethod;
  readonly userGet: NodeMethod;
  readonly userList: NodeMethod;
  readonly userDelete: NodeMethod;
  readonly userChangePassword: NodeMethod;
  readonly userGrantRole: NodeMethod;
  readonly userRevokeRole: NodeMethod;
  readonly roleAdd: NodeMethod;
  readonly roleGet: NodeMethod;
  readonly roleList: NodeMethod;
  readonly roleDelete: NodeMethod;
  readonly roleGrantPermission: NodeMethod;
  readonly roleRevokePermission: NodeMethod;
} = {
  range: read(Method.RANGE),
  put: write(Method.PUT),
  deleteRange: write(Method.DELETE_RANGE),
  txn: write(Method.TXN),
  compact: write(Method.COMPACT),
  leaseGrant: write(Method.LEASE_GRANT),
  leaseRevoke: write(Method.LEASE_REVOKE),
  leaseTimeToLive: read(Method.LEASE_TIME_TO_LIVE),
  leaseLeases: read(Method.LEASE_LEASES),
  memberList: read(Method.MEMBER_LIST),
  status: read(Method.STATUS),
  hash: read(Method.HASH),
  hashKv: read(Method.HASH_KV),
  alarm: write(Method.ALARM),
  watchOpen: read(Method.WATCH_OPEN),
  memberAdd: write(Method.MEMBER_ADD),
  memberRemove: write(Method.MEMBER_REMOVE),
  memberUpdate: write(Method.MEMBER_UPDATE),
  memberPromote: write(Method.MEMBER_PROMOTE),
  moveLeader: write(Method.MOVE_LEADER),
  downgrade: write(Method.DOWNGRADE),
  // As long as the client waits: a store of many gigabytes is written anew.
  defragment: { ...write(Method.DEFRAGMENT), timeoutMs: dayMs },
  ownAlarms: read(Method.OWN_ALARMS),
  ownMembers: read(Method.OWN_MEMBERS),
  mayRenewLease: read(Method.MAY_RENEW_LEASE),
  mayAdminister: read(Method.MAY_ADMINISTER),
  whoAmI: read(Method.WHO_AM_I),
  authEnable: write(Method.AUTH_ENABLE),
  authDisable: write(Method.AUTH_DISABLE),
  authStatus: read(Method.AUTH_STATUS),
  authenticate: write(Method.AUTHENTICATE),
  userAdd: write(Method.USER_ADD),
  userGet: read(Method.USER_GET),
  userList: read(Method.USER_LIST),
  userDelete: write(Method.USER_DELETE),
  userChangePassword: write(Method.USER_CHANGE_PASSWORD),
  userGrantRole: write(Method.USER_GRANT_ROLE),
  userRevokeRole: write(Method.USER_REVOKE_ROLE),
  roleAdd: write(Method.ROLE_ADD),
  roleGet: read(Method.ROLE_GET),
  roleList: read(Method.ROLE_LIST),
  roleDelete: write(Method.ROLE_DELETE),
  roleGrantPermission: write(Method.ROLE_GRANT_PERMISSION),
  roleRevokePermission: write(Method.ROLE_REVOKE_PERMISSION),
};
