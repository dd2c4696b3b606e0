// etcdserverpb.Auth
import type { GatewayService } from '../services/gateway-service.ts';
import { unimplementedMethods } from '../services/unimplemented.ts';

export function authService(): GatewayService {
  return {
    name: 'etcdserverpb.Auth',
    unary: unimplementedMethods(
      [
        'AuthEnable',
        'AuthDisable',
        'AuthStatus',
        'Authenticate',
        'UserAdd',
        'UserGet',
        'UserList',
        'UserDelete',
        'UserChangePassword',
        'UserGrantRole',
        'UserRevokeRole',
        'RoleAdd',
        'RoleGet',
        'RoleList',
        'RoleDelete',
        'RoleGrantPermission',
        'RoleRevokePermission',
      ],
      'users and roles',
    ),
    stream: {},
  };
}
