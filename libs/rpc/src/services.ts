// The internal gRPC services as values: path, message kinds and codecs of each method. Servers and
// clients are made from the same definition, so they cannot disagree.
import { cairn } from '@cairn/proto';

/** The static side of a generated protobufjs message class. */
export interface Codec {
  // oxlint-disable-next-line typescript/no-explicit-any -- parameter bivariance over every message class
  encode(message: any): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
}

/**
 * What may be passed where a message of class `C` is sent: a plain object with some fields, or the
 * encoded message itself (made once, sent to many).
 */
export type Sent<C extends Codec> = Parameters<C['encode']>[0] | Uint8Array;
/** What arrives: an instance with every field set to a value or its default. */
export type Received<C extends Codec> = ReturnType<C['decode']>;

/** One method of an internal service, in the shape that gRPC libraries take. */
export interface RpcMethod<Request extends Codec, Response extends Codec> {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (message: Sent<Request>) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => Received<Request>;
  readonly responseSerialize: (message: Sent<Response>) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Received<Response>;
}

type Kind = 'unary' | 'bidi' | 'serverStream';

function method<Request extends Codec, Response extends Codec>(
  path: string,
  kind: Kind,
  request: Request,
  response: Response,
): RpcMethod<Request, Response> {
  return {
    path,
    requestStream: kind === 'bidi',
    responseStream: kind !== 'unary',
    ...codecs(request, response),
  };
}

function codecs<Request extends Codec, Response extends Codec>(
  request: Request,
  response: Response,
): Pick<
  RpcMethod<Request, Response>,
  'requestSerialize' | 'requestDeserialize' | 'responseSerialize' | 'responseDeserialize'
> {
  return {
    requestSerialize: (message) => serialize(request, message),
    requestDeserialize: (bytes) => request.decode(bytes) as Received<Request>,
    responseSerialize: (message) => serialize(response, message),
    responseDeserialize: (bytes) => response.decode(bytes) as Received<Response>,
  };
}

function serialize<C extends Codec>(codec: C, message: Sent<C>): Buffer {
  return asBuffer(message instanceof Uint8Array ? message : codec.encode(message).finish());
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Messages as bytes, for a hot path that encodes and decodes them by itself. */
export interface BytesCodec {
  encode(message: Uint8Array): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Uint8Array;
}

const bytesCodec: BytesCodec = {
  encode: (message) => ({ finish: () => message }),
  decode: (bytes) => bytes,
};

/** The same method for a caller that gives and takes encoded messages. */
export function asBytes(typed: RpcMethod<Codec, Codec>): RpcMethod<BytesCodec, BytesCodec> {
  const { path, requestStream, responseStream } = typed;
  return { path, requestStream, responseStream, ...codecs(bytesCodec, bytesCodec) };
}

const v1 = cairn.v1;
type V1 = typeof cairn.v1;

/** Served by raft-node; see proto/cairn/node.proto. */
export const nodeService: {
  readonly submit: RpcMethod<V1['SubmitBatch'], V1['SubmitResults']>;
  readonly follow: RpcMethod<V1['FollowRequest'], V1['EventBatch']>;
  readonly backfill: RpcMethod<V1['BackfillRequest'], V1['EventBatch']>;
  readonly leaseFeed: RpcMethod<V1['KeeperMessage'], V1['LeaseFeedMessage']>;
  readonly metrics: RpcMethod<V1['MetricsRequest'], V1['MetricsResponse']>;
} = {
  submit: method('/cairn.v1.Node/Submit', 'bidi', v1.SubmitBatch, v1.SubmitResults),
  follow: method('/cairn.v1.Node/Follow', 'serverStream', v1.FollowRequest, v1.EventBatch),
  backfill: method('/cairn.v1.Node/Backfill', 'serverStream', v1.BackfillRequest, v1.EventBatch),
  leaseFeed: method('/cairn.v1.Node/LeaseFeed', 'bidi', v1.KeeperMessage, v1.LeaseFeedMessage),
  metrics: method('/cairn.v1.Node/Metrics', 'unary', v1.MetricsRequest, v1.MetricsResponse),
};

/** Served by raft-node to other raft-nodes; see proto/cairn/peer.proto. */
export const peerService: {
  readonly messages: RpcMethod<V1['PeerBatch'], V1['PeerNotice']>;
  readonly installSnapshot: RpcMethod<V1['SnapshotChunk'], V1['SnapshotAnswer']>;
  readonly hashKv: RpcMethod<V1['HashKvRequest'], V1['HashKvResponse']>;
  readonly members: RpcMethod<V1['MembersRequest'], V1['MembersResponse']>;
} = {
  messages: method('/cairn.v1.Peer/Messages', 'bidi', v1.PeerBatch, v1.PeerNotice),
  installSnapshot: method(
    '/cairn.v1.Peer/InstallSnapshot',
    'bidi',
    v1.SnapshotChunk,
    v1.SnapshotAnswer,
  ),
  hashKv: method('/cairn.v1.Peer/HashKv', 'unary', v1.HashKvRequest, v1.HashKvResponse),
  members: method('/cairn.v1.Peer/Members', 'unary', v1.MembersRequest, v1.MembersResponse),
};

/** Served by raft-node on its peer port; see proto/cairn/peer.proto. */
export const leaderService: {
  readonly promote: RpcMethod<V1['PromoteRequest'], V1['PromoteResponse']>;
} = {
  promote: method('/cairn.v1.Leader/Promote', 'unary', v1.PromoteRequest, v1.PromoteResponse),
};

/** Served by lease-keeper; see proto/cairn/keeper.proto. */
export const keeperService: {
  readonly keepAlive: RpcMethod<V1['KeepAliveBatch'], V1['KeepAliveResults']>;
} = {
  keepAlive: method('/cairn.v1.Keeper/KeepAlive', 'bidi', v1.KeepAliveBatch, v1.KeepAliveResults),
};
