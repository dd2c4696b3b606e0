// v3lockpb.Lock
import type { GatewayService } from '../services/gateway-service.ts';
import { unimplementedMethods } from '../services/unimplemented.ts';

export function lockService(): GatewayService {
  return {
    name: 'v3lockpb.Lock',
    unary: unimplementedMethods(['Lock', 'Unlock'], 'locks as a service'),
    stream: {},
  };
}
