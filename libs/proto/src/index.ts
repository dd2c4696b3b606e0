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
export { describedFiles } from './gen/descriptors.js';
export { GrpcCode } from './grpc-code.ts';
export {
  fromBigInt,
  toClampedNumber,
  toSafeNumber,
  toSignedBigInt,
  toUnsignedBigInt,
} from './int64.ts';
export type { Int64 } from './int64.ts';
export { schema } from './gen/schema.ts';
export { JsonMistake } from './json/json-mistake.ts';
export { JsonValues, jsonDepthMax } from './json/json-values.ts';
export type { MessageJson } from './json/message-json.ts';
export { methodJson } from './json/method-json.ts';
export type { MethodJson } from './json/method-json.ts';
export type {
  EnumField,
  FieldSchema,
  MessageField,
  MethodSchema,
  ProtoSchema,
  ScalarField,
  ScalarType,
} from './json/schema.ts';
export {
  encodeDeleteRangeResponse,
  encodeHeader,
  encodePutResponse,
  encodeRangeResponse,
  encodeResponseOp,
  encodeTxnResponse,
} from './responses.ts';
export type { HeaderFields, ResponseOpKind } from './responses.ts';
