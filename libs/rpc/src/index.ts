export { RpcClient } from './client.ts';
export { serve } from './server.ts';
export type { RpcServer, ServedService } from './server.ts';
export { keeperService, nodeService, peerService } from './services.ts';
export type { Received, RpcMethod, Sent } from './services.ts';
