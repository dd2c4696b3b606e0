// etcdserverpb.Auth
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import { forward } from '../services/forward.ts';
import type { GatewayService } from '../services/gateway-service.ts';

export function authService(link: NodeLink): GatewayService {
  return {
    name: 'etcdserverpb.Auth',
    unary: {
      AuthEnable: forward(link, nodeMethod.authEnable),
      AuthDisable: forward(link, nodeMethod.authDisable),
      AuthStatus: forward(link, nodeMethod.authStatus),
      Authenticate: forward(link, nodeMethod.authenticate),
      UserAdd: forward(link, nodeMethod.userAdd),
      UserGet: forward(link, nodeMethod.userGet),
      UserList: forward(link, nodeMethod.userList),
      UserDelete: forward(link, nodeMethod.userDelete),
      UserChangePassword: forward(link, nodeMethod.userChangePassword),
      UserGrantRole: forward(link, nodeMethod.userGrantRole),
      UserRevokeRole: forward(link, nodeMethod.userRevokeRole),
      RoleAdd: forward(link, nodeMethod.roleAdd),
      RoleGet: forward(link, nodeMethod.roleGet),
      RoleList: forward(link, nodeMethod.roleList),
      RoleDelete: forward(link, nodeMethod.roleDelete),
      RoleGrantPermission: forward(link, nodeMethod.roleGrantPermission),
      RoleRevokePermission: forward(link, nodeMethod.roleRevokePermission),
    },
    stream: {},
  };
}
