// Generated from proto/ by tools/checks/src/generate.ts.
import type { ProtoSchema } from '../json/schema.ts';

export const schema: ProtoSchema = {
  "messages": {
    "authpb.Permission": [
      {
        "name": "permType",
        "jsonName": "permType",
        "type": "enum",
        "of": "authpb.Permission.Type",
        "isRepeated": false
      },
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "range_end",
        "jsonName": "rangeEnd",
        "type": "bytes",
        "isRepeated": false
      }
    ],
    "authpb.UserAddOptions": [
      {
        "name": "no_password",
        "jsonName": "noPassword",
        "type": "bool",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AlarmMember": [
      {
        "name": "memberID",
        "jsonName": "memberID",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "alarm",
        "jsonName": "alarm",
        "type": "enum",
        "of": "etcdserverpb.AlarmType",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AlarmRequest": [
      {
        "name": "action",
        "jsonName": "action",
        "type": "enum",
        "of": "etcdserverpb.AlarmRequest.AlarmAction",
        "isRepeated": false
      },
      {
        "name": "memberID",
        "jsonName": "memberID",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "alarm",
        "jsonName": "alarm",
        "type": "enum",
        "of": "etcdserverpb.AlarmType",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AlarmResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "alarms",
        "jsonName": "alarms",
        "type": "message",
        "of": "etcdserverpb.AlarmMember",
        "isRepeated": true
      }
    ],
    "etcdserverpb.AuthDisableRequest": [],
    "etcdserverpb.AuthDisableResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthEnableRequest": [],
    "etcdserverpb.AuthEnableResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthRoleAddRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthRoleAddResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthRoleDeleteRequest": [
      {
        "name": "role",
        "jsonName": "role",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthRoleDeleteResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthRoleGetRequest": [
      {
        "name": "role",
        "jsonName": "role",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthRoleGetResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "perm",
        "jsonName": "perm",
        "type": "message",
        "of": "authpb.Permission",
        "isRepeated": true
      }
    ],
    "etcdserverpb.AuthRoleGrantPermissionRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "perm",
        "jsonName": "perm",
        "type": "message",
        "of": "authpb.Permission",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthRoleGrantPermissionResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthRoleListRequest": [],
    "etcdserverpb.AuthRoleListResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "roles",
        "jsonName": "roles",
        "type": "string",
        "isRepeated": true
      }
    ],
    "etcdserverpb.AuthRoleRevokePermissionRequest": [
      {
        "name": "role",
        "jsonName": "role",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "range_end",
        "jsonName": "rangeEnd",
        "type": "bytes",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthRoleRevokePermissionResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthStatusRequest": [],
    "etcdserverpb.AuthStatusResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "enabled",
        "jsonName": "enabled",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "authRevision",
        "jsonName": "authRevision",
        "type": "uint64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserAddRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "password",
        "jsonName": "password",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "options",
        "jsonName": "options",
        "type": "message",
        "of": "authpb.UserAddOptions",
        "isRepeated": false
      },
      {
        "name": "hashedPassword",
        "jsonName": "hashedPassword",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserAddResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserChangePasswordRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "password",
        "jsonName": "password",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "hashedPassword",
        "jsonName": "hashedPassword",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserChangePasswordResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserDeleteRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserDeleteResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserGetRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserGetResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "roles",
        "jsonName": "roles",
        "type": "string",
        "isRepeated": true
      }
    ],
    "etcdserverpb.AuthUserGrantRoleRequest": [
      {
        "name": "user",
        "jsonName": "user",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "role",
        "jsonName": "role",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserGrantRoleResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserListRequest": [],
    "etcdserverpb.AuthUserListResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "users",
        "jsonName": "users",
        "type": "string",
        "isRepeated": true
      }
    ],
    "etcdserverpb.AuthUserRevokeRoleRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "role",
        "jsonName": "role",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthUserRevokeRoleResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthenticateRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "password",
        "jsonName": "password",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.AuthenticateResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "token",
        "jsonName": "token",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.CompactionRequest": [
      {
        "name": "revision",
        "jsonName": "revision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "physical",
        "jsonName": "physical",
        "type": "bool",
        "isRepeated": false
      }
    ],
    "etcdserverpb.CompactionResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.Compare": [
      {
        "name": "result",
        "jsonName": "result",
        "type": "enum",
        "of": "etcdserverpb.Compare.CompareResult",
        "isRepeated": false
      },
      {
        "name": "target",
        "jsonName": "target",
        "type": "enum",
        "of": "etcdserverpb.Compare.CompareTarget",
        "isRepeated": false
      },
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "version",
        "jsonName": "version",
        "type": "int64",
        "isRepeated": false,
        "oneof": "target_union"
      },
      {
        "name": "create_revision",
        "jsonName": "createRevision",
        "type": "int64",
        "isRepeated": false,
        "oneof": "target_union"
      },
      {
        "name": "mod_revision",
        "jsonName": "modRevision",
        "type": "int64",
        "isRepeated": false,
        "oneof": "target_union"
      },
      {
        "name": "value",
        "jsonName": "value",
        "type": "bytes",
        "isRepeated": false,
        "oneof": "target_union"
      },
      {
        "name": "lease",
        "jsonName": "lease",
        "type": "int64",
        "isRepeated": false,
        "oneof": "target_union"
      },
      {
        "name": "range_end",
        "jsonName": "rangeEnd",
        "type": "bytes",
        "isRepeated": false
      }
    ],
    "etcdserverpb.DefragmentRequest": [],
    "etcdserverpb.DefragmentResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.DeleteRangeRequest": [
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "range_end",
        "jsonName": "rangeEnd",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "prev_kv",
        "jsonName": "prevKv",
        "type": "bool",
        "isRepeated": false
      }
    ],
    "etcdserverpb.DeleteRangeResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "deleted",
        "jsonName": "deleted",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "prev_kvs",
        "jsonName": "prevKvs",
        "type": "message",
        "of": "mvccpb.KeyValue",
        "isRepeated": true
      }
    ],
    "etcdserverpb.DowngradeInfo": [
      {
        "name": "enabled",
        "jsonName": "enabled",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "targetVersion",
        "jsonName": "targetVersion",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.DowngradeRequest": [
      {
        "name": "action",
        "jsonName": "action",
        "type": "enum",
        "of": "etcdserverpb.DowngradeRequest.DowngradeAction",
        "isRepeated": false
      },
      {
        "name": "version",
        "jsonName": "version",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.DowngradeResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "version",
        "jsonName": "version",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.HashKVRequest": [
      {
        "name": "revision",
        "jsonName": "revision",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.HashKVResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "hash",
        "jsonName": "hash",
        "type": "uint32",
        "isRepeated": false
      },
      {
        "name": "compact_revision",
        "jsonName": "compactRevision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "hash_revision",
        "jsonName": "hashRevision",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.HashRequest": [],
    "etcdserverpb.HashResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "hash",
        "jsonName": "hash",
        "type": "uint32",
        "isRepeated": false
      }
    ],
    "etcdserverpb.LeaseGrantRequest": [
      {
        "name": "TTL",
        "jsonName": "TTL",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.LeaseGrantResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "TTL",
        "jsonName": "TTL",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "error",
        "jsonName": "error",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.LeaseKeepAliveRequest": [
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.LeaseKeepAliveResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "TTL",
        "jsonName": "TTL",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.LeaseLeasesRequest": [],
    "etcdserverpb.LeaseLeasesResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "leases",
        "jsonName": "leases",
        "type": "message",
        "of": "etcdserverpb.LeaseStatus",
        "isRepeated": true
      }
    ],
    "etcdserverpb.LeaseRevokeRequest": [
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.LeaseRevokeResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.LeaseStatus": [
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.LeaseTimeToLiveRequest": [
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "keys",
        "jsonName": "keys",
        "type": "bool",
        "isRepeated": false
      }
    ],
    "etcdserverpb.LeaseTimeToLiveResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "TTL",
        "jsonName": "TTL",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "grantedTTL",
        "jsonName": "grantedTTL",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "keys",
        "jsonName": "keys",
        "type": "bytes",
        "isRepeated": true
      }
    ],
    "etcdserverpb.Member": [
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "name",
        "jsonName": "name",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "peerURLs",
        "jsonName": "peerURLs",
        "type": "string",
        "isRepeated": true
      },
      {
        "name": "clientURLs",
        "jsonName": "clientURLs",
        "type": "string",
        "isRepeated": true
      },
      {
        "name": "isLearner",
        "jsonName": "isLearner",
        "type": "bool",
        "isRepeated": false
      }
    ],
    "etcdserverpb.MemberAddRequest": [
      {
        "name": "peerURLs",
        "jsonName": "peerURLs",
        "type": "string",
        "isRepeated": true
      },
      {
        "name": "isLearner",
        "jsonName": "isLearner",
        "type": "bool",
        "isRepeated": false
      }
    ],
    "etcdserverpb.MemberAddResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "member",
        "jsonName": "member",
        "type": "message",
        "of": "etcdserverpb.Member",
        "isRepeated": false
      },
      {
        "name": "members",
        "jsonName": "members",
        "type": "message",
        "of": "etcdserverpb.Member",
        "isRepeated": true
      }
    ],
    "etcdserverpb.MemberListRequest": [
      {
        "name": "linearizable",
        "jsonName": "linearizable",
        "type": "bool",
        "isRepeated": false
      }
    ],
    "etcdserverpb.MemberListResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "members",
        "jsonName": "members",
        "type": "message",
        "of": "etcdserverpb.Member",
        "isRepeated": true
      }
    ],
    "etcdserverpb.MemberPromoteRequest": [
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "uint64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.MemberPromoteResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "members",
        "jsonName": "members",
        "type": "message",
        "of": "etcdserverpb.Member",
        "isRepeated": true
      }
    ],
    "etcdserverpb.MemberRemoveRequest": [
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "uint64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.MemberRemoveResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "members",
        "jsonName": "members",
        "type": "message",
        "of": "etcdserverpb.Member",
        "isRepeated": true
      }
    ],
    "etcdserverpb.MemberUpdateRequest": [
      {
        "name": "ID",
        "jsonName": "ID",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "peerURLs",
        "jsonName": "peerURLs",
        "type": "string",
        "isRepeated": true
      }
    ],
    "etcdserverpb.MemberUpdateResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "members",
        "jsonName": "members",
        "type": "message",
        "of": "etcdserverpb.Member",
        "isRepeated": true
      }
    ],
    "etcdserverpb.MoveLeaderRequest": [
      {
        "name": "targetID",
        "jsonName": "targetID",
        "type": "uint64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.MoveLeaderResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "etcdserverpb.PutRequest": [
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "value",
        "jsonName": "value",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "lease",
        "jsonName": "lease",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "prev_kv",
        "jsonName": "prevKv",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "ignore_value",
        "jsonName": "ignoreValue",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "ignore_lease",
        "jsonName": "ignoreLease",
        "type": "bool",
        "isRepeated": false
      }
    ],
    "etcdserverpb.PutResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "prev_kv",
        "jsonName": "prevKv",
        "type": "message",
        "of": "mvccpb.KeyValue",
        "isRepeated": false
      }
    ],
    "etcdserverpb.RangeRequest": [
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "range_end",
        "jsonName": "rangeEnd",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "limit",
        "jsonName": "limit",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "revision",
        "jsonName": "revision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "sort_order",
        "jsonName": "sortOrder",
        "type": "enum",
        "of": "etcdserverpb.RangeRequest.SortOrder",
        "isRepeated": false
      },
      {
        "name": "sort_target",
        "jsonName": "sortTarget",
        "type": "enum",
        "of": "etcdserverpb.RangeRequest.SortTarget",
        "isRepeated": false
      },
      {
        "name": "serializable",
        "jsonName": "serializable",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "keys_only",
        "jsonName": "keysOnly",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "count_only",
        "jsonName": "countOnly",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "min_mod_revision",
        "jsonName": "minModRevision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "max_mod_revision",
        "jsonName": "maxModRevision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "min_create_revision",
        "jsonName": "minCreateRevision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "max_create_revision",
        "jsonName": "maxCreateRevision",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.RangeResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "kvs",
        "jsonName": "kvs",
        "type": "message",
        "of": "mvccpb.KeyValue",
        "isRepeated": true
      },
      {
        "name": "more",
        "jsonName": "more",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "count",
        "jsonName": "count",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.RangeStreamResponse": [
      {
        "name": "range_response",
        "jsonName": "rangeResponse",
        "type": "message",
        "of": "etcdserverpb.RangeResponse",
        "isRepeated": false
      }
    ],
    "etcdserverpb.RequestOp": [
      {
        "name": "request_range",
        "jsonName": "requestRange",
        "type": "message",
        "of": "etcdserverpb.RangeRequest",
        "isRepeated": false,
        "oneof": "request"
      },
      {
        "name": "request_put",
        "jsonName": "requestPut",
        "type": "message",
        "of": "etcdserverpb.PutRequest",
        "isRepeated": false,
        "oneof": "request"
      },
      {
        "name": "request_delete_range",
        "jsonName": "requestDeleteRange",
        "type": "message",
        "of": "etcdserverpb.DeleteRangeRequest",
        "isRepeated": false,
        "oneof": "request"
      },
      {
        "name": "request_txn",
        "jsonName": "requestTxn",
        "type": "message",
        "of": "etcdserverpb.TxnRequest",
        "isRepeated": false,
        "oneof": "request"
      }
    ],
    "etcdserverpb.ResponseHeader": [
      {
        "name": "cluster_id",
        "jsonName": "clusterId",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "member_id",
        "jsonName": "memberId",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "revision",
        "jsonName": "revision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "raft_term",
        "jsonName": "raftTerm",
        "type": "uint64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.ResponseOp": [
      {
        "name": "response_range",
        "jsonName": "responseRange",
        "type": "message",
        "of": "etcdserverpb.RangeResponse",
        "isRepeated": false,
        "oneof": "response"
      },
      {
        "name": "response_put",
        "jsonName": "responsePut",
        "type": "message",
        "of": "etcdserverpb.PutResponse",
        "isRepeated": false,
        "oneof": "response"
      },
      {
        "name": "response_delete_range",
        "jsonName": "responseDeleteRange",
        "type": "message",
        "of": "etcdserverpb.DeleteRangeResponse",
        "isRepeated": false,
        "oneof": "response"
      },
      {
        "name": "response_txn",
        "jsonName": "responseTxn",
        "type": "message",
        "of": "etcdserverpb.TxnResponse",
        "isRepeated": false,
        "oneof": "response"
      }
    ],
    "etcdserverpb.SnapshotRequest": [],
    "etcdserverpb.SnapshotResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "remaining_bytes",
        "jsonName": "remainingBytes",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "blob",
        "jsonName": "blob",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "version",
        "jsonName": "version",
        "type": "string",
        "isRepeated": false
      }
    ],
    "etcdserverpb.StatusRequest": [],
    "etcdserverpb.StatusResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "version",
        "jsonName": "version",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "dbSize",
        "jsonName": "dbSize",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "leader",
        "jsonName": "leader",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "raftIndex",
        "jsonName": "raftIndex",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "raftTerm",
        "jsonName": "raftTerm",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "raftAppliedIndex",
        "jsonName": "raftAppliedIndex",
        "type": "uint64",
        "isRepeated": false
      },
      {
        "name": "errors",
        "jsonName": "errors",
        "type": "string",
        "isRepeated": true
      },
      {
        "name": "dbSizeInUse",
        "jsonName": "dbSizeInUse",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "isLearner",
        "jsonName": "isLearner",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "storageVersion",
        "jsonName": "storageVersion",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "dbSizeQuota",
        "jsonName": "dbSizeQuota",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "downgradeInfo",
        "jsonName": "downgradeInfo",
        "type": "message",
        "of": "etcdserverpb.DowngradeInfo",
        "isRepeated": false
      }
    ],
    "etcdserverpb.TxnRequest": [
      {
        "name": "compare",
        "jsonName": "compare",
        "type": "message",
        "of": "etcdserverpb.Compare",
        "isRepeated": true
      },
      {
        "name": "success",
        "jsonName": "success",
        "type": "message",
        "of": "etcdserverpb.RequestOp",
        "isRepeated": true
      },
      {
        "name": "failure",
        "jsonName": "failure",
        "type": "message",
        "of": "etcdserverpb.RequestOp",
        "isRepeated": true
      }
    ],
    "etcdserverpb.TxnResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "succeeded",
        "jsonName": "succeeded",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "responses",
        "jsonName": "responses",
        "type": "message",
        "of": "etcdserverpb.ResponseOp",
        "isRepeated": true
      }
    ],
    "etcdserverpb.WatchCancelRequest": [
      {
        "name": "watch_id",
        "jsonName": "watchId",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "etcdserverpb.WatchCreateRequest": [
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "range_end",
        "jsonName": "rangeEnd",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "start_revision",
        "jsonName": "startRevision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "progress_notify",
        "jsonName": "progressNotify",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "filters",
        "jsonName": "filters",
        "type": "enum",
        "of": "etcdserverpb.WatchCreateRequest.FilterType",
        "isRepeated": true
      },
      {
        "name": "prev_kv",
        "jsonName": "prevKv",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "watch_id",
        "jsonName": "watchId",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "fragment",
        "jsonName": "fragment",
        "type": "bool",
        "isRepeated": false
      }
    ],
    "etcdserverpb.WatchProgressRequest": [],
    "etcdserverpb.WatchRequest": [
      {
        "name": "create_request",
        "jsonName": "createRequest",
        "type": "message",
        "of": "etcdserverpb.WatchCreateRequest",
        "isRepeated": false,
        "oneof": "request_union"
      },
      {
        "name": "cancel_request",
        "jsonName": "cancelRequest",
        "type": "message",
        "of": "etcdserverpb.WatchCancelRequest",
        "isRepeated": false,
        "oneof": "request_union"
      },
      {
        "name": "progress_request",
        "jsonName": "progressRequest",
        "type": "message",
        "of": "etcdserverpb.WatchProgressRequest",
        "isRepeated": false,
        "oneof": "request_union"
      }
    ],
    "etcdserverpb.WatchResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "watch_id",
        "jsonName": "watchId",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "created",
        "jsonName": "created",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "canceled",
        "jsonName": "canceled",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "compact_revision",
        "jsonName": "compactRevision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "cancel_reason",
        "jsonName": "cancelReason",
        "type": "string",
        "isRepeated": false
      },
      {
        "name": "fragment",
        "jsonName": "fragment",
        "type": "bool",
        "isRepeated": false
      },
      {
        "name": "events",
        "jsonName": "events",
        "type": "message",
        "of": "mvccpb.Event",
        "isRepeated": true
      }
    ],
    "mvccpb.Event": [
      {
        "name": "type",
        "jsonName": "type",
        "type": "enum",
        "of": "mvccpb.Event.EventType",
        "isRepeated": false
      },
      {
        "name": "kv",
        "jsonName": "kv",
        "type": "message",
        "of": "mvccpb.KeyValue",
        "isRepeated": false
      },
      {
        "name": "prev_kv",
        "jsonName": "prevKv",
        "type": "message",
        "of": "mvccpb.KeyValue",
        "isRepeated": false
      }
    ],
    "mvccpb.KeyValue": [
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "create_revision",
        "jsonName": "createRevision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "mod_revision",
        "jsonName": "modRevision",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "version",
        "jsonName": "version",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "value",
        "jsonName": "value",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "lease",
        "jsonName": "lease",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "v3electionpb.CampaignRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "lease",
        "jsonName": "lease",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "value",
        "jsonName": "value",
        "type": "bytes",
        "isRepeated": false
      }
    ],
    "v3electionpb.CampaignResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "leader",
        "jsonName": "leader",
        "type": "message",
        "of": "v3electionpb.LeaderKey",
        "isRepeated": false
      }
    ],
    "v3electionpb.LeaderKey": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "rev",
        "jsonName": "rev",
        "type": "int64",
        "isRepeated": false
      },
      {
        "name": "lease",
        "jsonName": "lease",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "v3electionpb.LeaderRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "bytes",
        "isRepeated": false
      }
    ],
    "v3electionpb.LeaderResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "kv",
        "jsonName": "kv",
        "type": "message",
        "of": "mvccpb.KeyValue",
        "isRepeated": false
      }
    ],
    "v3electionpb.ProclaimRequest": [
      {
        "name": "leader",
        "jsonName": "leader",
        "type": "message",
        "of": "v3electionpb.LeaderKey",
        "isRepeated": false
      },
      {
        "name": "value",
        "jsonName": "value",
        "type": "bytes",
        "isRepeated": false
      }
    ],
    "v3electionpb.ProclaimResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "v3electionpb.ResignRequest": [
      {
        "name": "leader",
        "jsonName": "leader",
        "type": "message",
        "of": "v3electionpb.LeaderKey",
        "isRepeated": false
      }
    ],
    "v3electionpb.ResignResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ],
    "v3lockpb.LockRequest": [
      {
        "name": "name",
        "jsonName": "name",
        "type": "bytes",
        "isRepeated": false
      },
      {
        "name": "lease",
        "jsonName": "lease",
        "type": "int64",
        "isRepeated": false
      }
    ],
    "v3lockpb.LockResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      },
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      }
    ],
    "v3lockpb.UnlockRequest": [
      {
        "name": "key",
        "jsonName": "key",
        "type": "bytes",
        "isRepeated": false
      }
    ],
    "v3lockpb.UnlockResponse": [
      {
        "name": "header",
        "jsonName": "header",
        "type": "message",
        "of": "etcdserverpb.ResponseHeader",
        "isRepeated": false
      }
    ]
  },
  "enums": {
    "authpb.Permission.Type": {
      "READ": 0,
      "WRITE": 1,
      "READWRITE": 2
    },
    "etcdserverpb.AlarmRequest.AlarmAction": {
      "GET": 0,
      "ACTIVATE": 1,
      "DEACTIVATE": 2
    },
    "etcdserverpb.AlarmType": {
      "NONE": 0,
      "NOSPACE": 1,
      "CORRUPT": 2
    },
    "etcdserverpb.Compare.CompareResult": {
      "EQUAL": 0,
      "GREATER": 1,
      "LESS": 2,
      "NOT_EQUAL": 3
    },
    "etcdserverpb.Compare.CompareTarget": {
      "VERSION": 0,
      "CREATE": 1,
      "MOD": 2,
      "VALUE": 3,
      "LEASE": 4
    },
    "etcdserverpb.DowngradeRequest.DowngradeAction": {
      "VALIDATE": 0,
      "ENABLE": 1,
      "CANCEL": 2
    },
    "etcdserverpb.RangeRequest.SortOrder": {
      "NONE": 0,
      "ASCEND": 1,
      "DESCEND": 2
    },
    "etcdserverpb.RangeRequest.SortTarget": {
      "KEY": 0,
      "VERSION": 1,
      "CREATE": 2,
      "MOD": 3,
      "VALUE": 4
    },
    "etcdserverpb.WatchCreateRequest.FilterType": {
      "NOPUT": 0,
      "NODELETE": 1
    },
    "mvccpb.Event.EventType": {
      "PUT": 0,
      "DELETE": 1
    }
  },
  "methods": {
    "/etcdserverpb.Auth/AuthDisable": {
      "request": "etcdserverpb.AuthDisableRequest",
      "response": "etcdserverpb.AuthDisableResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/AuthEnable": {
      "request": "etcdserverpb.AuthEnableRequest",
      "response": "etcdserverpb.AuthEnableResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/AuthStatus": {
      "request": "etcdserverpb.AuthStatusRequest",
      "response": "etcdserverpb.AuthStatusResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/Authenticate": {
      "request": "etcdserverpb.AuthenticateRequest",
      "response": "etcdserverpb.AuthenticateResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/RoleAdd": {
      "request": "etcdserverpb.AuthRoleAddRequest",
      "response": "etcdserverpb.AuthRoleAddResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/RoleDelete": {
      "request": "etcdserverpb.AuthRoleDeleteRequest",
      "response": "etcdserverpb.AuthRoleDeleteResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/RoleGet": {
      "request": "etcdserverpb.AuthRoleGetRequest",
      "response": "etcdserverpb.AuthRoleGetResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/RoleGrantPermission": {
      "request": "etcdserverpb.AuthRoleGrantPermissionRequest",
      "response": "etcdserverpb.AuthRoleGrantPermissionResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/RoleList": {
      "request": "etcdserverpb.AuthRoleListRequest",
      "response": "etcdserverpb.AuthRoleListResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/RoleRevokePermission": {
      "request": "etcdserverpb.AuthRoleRevokePermissionRequest",
      "response": "etcdserverpb.AuthRoleRevokePermissionResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/UserAdd": {
      "request": "etcdserverpb.AuthUserAddRequest",
      "response": "etcdserverpb.AuthUserAddResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/UserChangePassword": {
      "request": "etcdserverpb.AuthUserChangePasswordRequest",
      "response": "etcdserverpb.AuthUserChangePasswordResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/UserDelete": {
      "request": "etcdserverpb.AuthUserDeleteRequest",
      "response": "etcdserverpb.AuthUserDeleteResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/UserGet": {
      "request": "etcdserverpb.AuthUserGetRequest",
      "response": "etcdserverpb.AuthUserGetResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/UserGrantRole": {
      "request": "etcdserverpb.AuthUserGrantRoleRequest",
      "response": "etcdserverpb.AuthUserGrantRoleResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/UserList": {
      "request": "etcdserverpb.AuthUserListRequest",
      "response": "etcdserverpb.AuthUserListResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Auth/UserRevokeRole": {
      "request": "etcdserverpb.AuthUserRevokeRoleRequest",
      "response": "etcdserverpb.AuthUserRevokeRoleResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Cluster/MemberAdd": {
      "request": "etcdserverpb.MemberAddRequest",
      "response": "etcdserverpb.MemberAddResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Cluster/MemberList": {
      "request": "etcdserverpb.MemberListRequest",
      "response": "etcdserverpb.MemberListResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Cluster/MemberPromote": {
      "request": "etcdserverpb.MemberPromoteRequest",
      "response": "etcdserverpb.MemberPromoteResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Cluster/MemberRemove": {
      "request": "etcdserverpb.MemberRemoveRequest",
      "response": "etcdserverpb.MemberRemoveResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Cluster/MemberUpdate": {
      "request": "etcdserverpb.MemberUpdateRequest",
      "response": "etcdserverpb.MemberUpdateResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.KV/Compact": {
      "request": "etcdserverpb.CompactionRequest",
      "response": "etcdserverpb.CompactionResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.KV/DeleteRange": {
      "request": "etcdserverpb.DeleteRangeRequest",
      "response": "etcdserverpb.DeleteRangeResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.KV/Put": {
      "request": "etcdserverpb.PutRequest",
      "response": "etcdserverpb.PutResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.KV/Range": {
      "request": "etcdserverpb.RangeRequest",
      "response": "etcdserverpb.RangeResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.KV/RangeStream": {
      "request": "etcdserverpb.RangeRequest",
      "response": "etcdserverpb.RangeStreamResponse",
      "isRequestStream": false,
      "isResponseStream": true
    },
    "/etcdserverpb.KV/Txn": {
      "request": "etcdserverpb.TxnRequest",
      "response": "etcdserverpb.TxnResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Lease/LeaseGrant": {
      "request": "etcdserverpb.LeaseGrantRequest",
      "response": "etcdserverpb.LeaseGrantResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Lease/LeaseKeepAlive": {
      "request": "etcdserverpb.LeaseKeepAliveRequest",
      "response": "etcdserverpb.LeaseKeepAliveResponse",
      "isRequestStream": true,
      "isResponseStream": true
    },
    "/etcdserverpb.Lease/LeaseLeases": {
      "request": "etcdserverpb.LeaseLeasesRequest",
      "response": "etcdserverpb.LeaseLeasesResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Lease/LeaseRevoke": {
      "request": "etcdserverpb.LeaseRevokeRequest",
      "response": "etcdserverpb.LeaseRevokeResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Lease/LeaseTimeToLive": {
      "request": "etcdserverpb.LeaseTimeToLiveRequest",
      "response": "etcdserverpb.LeaseTimeToLiveResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Maintenance/Alarm": {
      "request": "etcdserverpb.AlarmRequest",
      "response": "etcdserverpb.AlarmResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Maintenance/Defragment": {
      "request": "etcdserverpb.DefragmentRequest",
      "response": "etcdserverpb.DefragmentResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Maintenance/Downgrade": {
      "request": "etcdserverpb.DowngradeRequest",
      "response": "etcdserverpb.DowngradeResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Maintenance/Hash": {
      "request": "etcdserverpb.HashRequest",
      "response": "etcdserverpb.HashResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Maintenance/HashKV": {
      "request": "etcdserverpb.HashKVRequest",
      "response": "etcdserverpb.HashKVResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Maintenance/MoveLeader": {
      "request": "etcdserverpb.MoveLeaderRequest",
      "response": "etcdserverpb.MoveLeaderResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Maintenance/Snapshot": {
      "request": "etcdserverpb.SnapshotRequest",
      "response": "etcdserverpb.SnapshotResponse",
      "isRequestStream": false,
      "isResponseStream": true
    },
    "/etcdserverpb.Maintenance/Status": {
      "request": "etcdserverpb.StatusRequest",
      "response": "etcdserverpb.StatusResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/etcdserverpb.Watch/Watch": {
      "request": "etcdserverpb.WatchRequest",
      "response": "etcdserverpb.WatchResponse",
      "isRequestStream": true,
      "isResponseStream": true
    },
    "/v3electionpb.Election/Campaign": {
      "request": "v3electionpb.CampaignRequest",
      "response": "v3electionpb.CampaignResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/v3electionpb.Election/Leader": {
      "request": "v3electionpb.LeaderRequest",
      "response": "v3electionpb.LeaderResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/v3electionpb.Election/Observe": {
      "request": "v3electionpb.LeaderRequest",
      "response": "v3electionpb.LeaderResponse",
      "isRequestStream": false,
      "isResponseStream": true
    },
    "/v3electionpb.Election/Proclaim": {
      "request": "v3electionpb.ProclaimRequest",
      "response": "v3electionpb.ProclaimResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/v3electionpb.Election/Resign": {
      "request": "v3electionpb.ResignRequest",
      "response": "v3electionpb.ResignResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/v3lockpb.Lock/Lock": {
      "request": "v3lockpb.LockRequest",
      "response": "v3lockpb.LockResponse",
      "isRequestStream": false,
      "isResponseStream": false
    },
    "/v3lockpb.Lock/Unlock": {
      "request": "v3lockpb.UnlockRequest",
      "response": "v3lockpb.UnlockResponse",
      "isRequestStream": false,
      "isResponseStream": false
    }
  }
};
