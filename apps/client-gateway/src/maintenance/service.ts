// etcdserverpb.Maintenance
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import { forward } from '../services/forward.ts';
import type { GatewayService } from '../services/gateway-service.ts';
import { unimplementedStream } from '../services/unimplemented.ts';

export function maintenanceService(link: NodeLink): GatewayService {
  return {
    name: 'etcdserverpb.Maintenance',
    unary: {
      Alarm: forward(link, nodeMethod.alarm),
      Status: forward(link, nodeMethod.status),
      Hash: forward(link, nodeMethod.hash),
      HashKV: forward(link, nodeMethod.hashKv),
      Defragment: forward(link, nodeMethod.defragment),
      MoveLeader: forward(link, nodeMethod.moveLeader),
      Downgrade: forward(link, nodeMethod.downgrade),
    },
    stream: { Snapshot: unimplementedStream('server_stream', 'snapshots for clients') },
  };
}
