export { overTls } from './address.ts';
export { RpcClient } from './client.ts';
export type { ClientBidiStream, ClientReadStream, RpcClientOptions } from './client.ts';
export { RpcError } from './rpc-error.ts';
export { serve } from './server.ts';
export type { RpcServer, ServeOptions } from './server.ts';
export { asBytes, keeperService, leaderService, nodeService, peerService } from './services.ts';
export type { BytesCodec, Codec, Received, RpcMethod, Sent } from './services.ts';
export {
  bidiHandler,
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
  RpcFailure,
  WriteStream,
} from './handlers.ts';
export {
  encodeKeepAliveBatch,
  encodeKeepAliveResults,
  readKeepAliveBatch,
  readKeepAliveResults,
} from './keep-alive-codec.ts';
export type {
  KeepAliveItem,
  KeepAliveItemListener,
  KeepAliveResult,
  KeepAliveResultListener,
} from './keep-alive-codec.ts';
export { leaseIdLength, leaseIdOf, wordsOfLeaseId, writeLeaseId } from './lease-id-words.ts';
export type { LeaseIdWords } from './lease-id-words.ts';
export { VarintReader } from './varint-reader.ts';
export { EventFollower } from './follow-events.ts';
export type { FollowOptions, FollowStatus } from './follow-events.ts';
