// v3electionpb.Election
import type { GatewayService } from '../services/gateway-service.ts';
import { unimplementedMethods, unimplementedStream } from '../services/unimplemented.ts';

export function electionService(): GatewayService {
  return {
    name: 'v3electionpb.Election',
    unary: unimplementedMethods(
      ['Campaign', 'Proclaim', 'Leader', 'Resign'],
      'elections as a service',
    ),
    stream: { Observe: unimplementedStream('server_stream', 'elections as a service (Observe)') },
  };
}
