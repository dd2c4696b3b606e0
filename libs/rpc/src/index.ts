export { RpcClient } from './client.ts';
export type { ClientBidiStream, ClientReadStream, ClientWriteStream } from './client.ts';
export { RpcError } from './rpc-error.ts';
export { serve } from './server.ts';
export type { RpcServer } from './server.ts';
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
export type {
  Answer,
  BidiStream,
  Handler,
  ServedService,
  ReadStream,
  RpcFailure,
  WriteStream,
} from './handlers.ts';
export { EventFollower } from './follow-events.ts';
export type { FollowOptions, FollowStatus } from './follow-events.ts';
