// etcdserverpb.Cluster
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import { forward } from '../services/forward.ts';
import type { GatewayService } from '../services/gateway-service.ts';
import { unimplementedMethods } from '../services/unimplemented.ts';

export function clusterService(link: NodeLink): GatewayService {
  return {
    name: 'etcdserverpb.Cluster',
    unary: {
      MemberList: forward(link, nodeMethod.memberList),
      ...unimplementedMethods(
        ['MemberAdd', 'MemberRemove', 'MemberUpdate', 'MemberPromote'],
        'changes of membership',
      ),
    },
    stream: {},
  };
}
