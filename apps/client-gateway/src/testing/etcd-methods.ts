// etcd's methods as values for the internal gRPC client, so that a test can be a client of the
// gateway over a real connection.
import { etcdserverpb, grpc } from '@cairn/proto';
import type { RpcMethod } from '@cairn/rpc';

interface Codec {
  // oxlint-disable-next-line typescript/no-explicit-any -- parameter bivariance over every message class
  encode(message: any): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
}

function method<Request extends Codec, Response extends Codec>(
  path: string,
  isStream: boolean,
  request: Request,
  response: Response,
): RpcMethod<Request, Response> {
  return {
    path,
    requestStream: isStream,
    responseStream: isStream,
    requestSerialize: (message) => Buffer.from(request.encode(message).finish()),
    requestDeserialize: (bytes) => request.decode(bytes) as ReturnType<Request['decode']>,
    responseSerialize: (message) => Buffer.from(response.encode(message).finish()),
    responseDeserialize: (bytes) => response.decode(bytes) as ReturnType<Response['decode']>,
  };
}

type Etcd = typeof etcdserverpb;
type Health = typeof grpc.health.v1;

export const etcdMethods: {
  readonly put: RpcMethod<Etcd['PutRequest'], Etcd['PutResponse']>;
  readonly snapshot: RpcMethod<Etcd['SnapshotRequest'], Etcd['SnapshotResponse']>;
  readonly watch: RpcMethod<Etcd['WatchRequest'], Etcd['WatchResponse']>;
  readonly health: RpcMethod<Health['HealthCheckRequest'], Health['HealthCheckResponse']>;
} = {
  put: method('/etcdserverpb.KV/Put', false, etcdserverpb.PutRequest, etcdserverpb.PutResponse),
  snapshot: method(
    '/etcdserverpb.Maintenance/Snapshot',
    true,
    etcdserverpb.SnapshotRequest,
    etcdserverpb.SnapshotResponse,
  ),
  watch: method(
    '/etcdserverpb.Watch/Watch',
    true,
    etcdserverpb.WatchRequest,
    etcdserverpb.WatchResponse,
  ),
  health: method(
    '/grpc.health.v1.Health/Check',
    false,
    grpc.health.v1.HealthCheckRequest,
    grpc.health.v1.HealthCheckResponse,
  ),
};
