// What etcd calls the requests of the log: in its metrics, and as methods of its services.
import { RequestKind } from '@cairn/replica';

export interface EtcdRequest {
  /** In the metrics. */
  readonly operation: string;
  /** Full gRPC path; empty = no client asks for it. */
  readonly path: string;
}

const of = (service: string, method: string, operation = method): EtcdRequest => ({
  operation,
  path: `/etcdserverpb.${service}/${method}`,
});
const ofAuth = (method: string, operation: string): EtcdRequest => of('Auth', method, operation);
const ofNobody = (operation: string): EtcdRequest => ({ operation, path: '' });

/** What only Cairn has in its log is not among them. */
export const etcdRequests: ReadonlyMap<RequestKind, EtcdRequest> = new Map([
  [RequestKind.put, of('KV', 'Put')],
  [RequestKind.deleteRange, of('KV', 'DeleteRange')],
  [RequestKind.txn, of('KV', 'Txn')],
  [RequestKind.compaction, of('KV', 'Compact', 'Compaction')],
  [RequestKind.leaseGrant, of('Lease', 'LeaseGrant')],
  [RequestKind.leaseRevoke, of('Lease', 'LeaseRevoke')],
  [RequestKind.alarm, of('Maintenance', 'Alarm')],
  [RequestKind.authEnable, of('Auth', 'AuthEnable')],
  [RequestKind.authDisable, of('Auth', 'AuthDisable')],
  [RequestKind.authenticate, of('Auth', 'Authenticate')],
  [RequestKind.authUserAdd, ofAuth('UserAdd', 'AuthUserAdd')],
  [RequestKind.authUserDelete, ofAuth('UserDelete', 'AuthUserDelete')],
  [RequestKind.authUserChangePassword, ofAuth('UserChangePassword', 'AuthUserChangePassword')],
  [RequestKind.authUserGrantRole, ofAuth('UserGrantRole', 'AuthUserGrantRole')],
  [RequestKind.authUserRevokeRole, ofAuth('UserRevokeRole', 'AuthUserRevokeRole')],
  [RequestKind.authRoleAdd, ofAuth('RoleAdd', 'AuthRoleAdd')],
  [RequestKind.authRoleDelete, ofAuth('RoleDelete', 'AuthRoleDelete')],
  [RequestKind.authRoleGrantPermission, ofAuth('RoleGrantPermission', 'AuthRoleGrantPermission')],
  [
    RequestKind.authRoleRevokePermission,
    ofAuth('RoleRevokePermission', 'AuthRoleRevokePermission'),
  ],
  [RequestKind.memberAttributes, ofNobody('ClusterMemberAttrSet')],
  [RequestKind.downgradeInfo, ofNobody('DowngradeInfoSet')],
]);
