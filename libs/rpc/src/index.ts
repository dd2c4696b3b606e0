export { RpcClient } from './client.ts';
export { serve } from './server.ts';
export type { RpcServer, ServedService } from './server.ts';
export { asBytes, keeperService, nodeService, peerService } from './services.ts';
export type { BytesCodec, Codec, Received, RpcMethod, Sent } from './services.ts';
export {
  bidiHandler,
  clientStreamHandler,
  failStream,
  implement,
  serverStreamHandler,
  unaryHandler,
} from './handlers.ts';
export type { Answer, BidiStream, ReadStream, RpcFailure, WriteStream } from './handlers.ts';
export { EventFollower } from './follow-events.ts';
export type { FollowOptions, FollowStatus } from './follow-events.ts';
