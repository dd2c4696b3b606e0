export { Connection } from './connection/connection.ts';
export { errorCodes } from './error-codes.ts';
export type {
  ConnectionEnd,
  ConnectionOwner,
  ErrorCode,
  HeaderBlock,
  HeaderField,
  HeaderList,
  Http2Connection,
  Http2ConnectionOptions,
  Http2Limits,
  Http2Stream,
  StreamSink,
} from './types.ts';
