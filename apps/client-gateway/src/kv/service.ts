// etcdserverpb.KV
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import { forward } from '../services/forward.ts';
import type { GatewayService } from '../services/gateway-service.ts';
import { rangeStream } from './range-stream.ts';

/** @param pageBytes what a message of a streamed range should come to. */
export function kvService(link: NodeLink, pageBytes: number): GatewayService {
  return {
    name: 'etcdserverpb.KV',
    unary: {
      Range: forward(link, nodeMethod.range),
      Put: forward(link, nodeMethod.put),
      DeleteRange: forward(link, nodeMethod.deleteRange),
      Txn: forward(link, nodeMethod.txn),
      Compact: forward(link, nodeMethod.compact),
    },
    stream: { RangeStream: { kind: 'server_stream', handle: rangeStream({ link, pageBytes }) } },
  };
}
