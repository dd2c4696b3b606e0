// etcdserverpb.Cluster
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import { forward } from '../services/forward.ts';
import type { GatewayService } from '../services/gateway-service.ts';

export function clusterService(link: NodeLink): GatewayService {
  return {
    name: 'etcdserverpb.Cluster',
    unary: {
      MemberList: forward(link, nodeMethod.memberList),
      MemberAdd: forward(link, nodeMethod.memberAdd),
      MemberRemove: forward(link, nodeMethod.memberRemove),
      MemberUpdate: forward(link, nodeMethod.memberUpdate),
      MemberPromote: forward(link, nodeMethod.memberPromote),
    },
    stream: {},
  };
}
