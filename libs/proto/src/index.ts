export {
  authpb,
  cairn,
  etcdserverpb,
  grpc,
  leasepb,
  membershippb,
  mvccpb,
  v3electionpb,
  v3lockpb,
} from './gen/messages.js';
export { GrpcCode } from './grpc-code.ts';
export {
  fromBigInt,
  toClampedNumber,
  toSafeNumber,
  toSignedBigInt,
  toUnsignedBigInt,
} from './int64.ts';
export type { Int64 } from './int64.ts';
export {
  encodeDeleteRangeResponse,
  encodeHeader,
  encodePutResponse,
  encodeRangeResponse,
  encodeResponseOp,
  encodeTxnResponse,
} from './responses.ts';
export type { HeaderFields, ResponseOpKind } from './responses.ts';
