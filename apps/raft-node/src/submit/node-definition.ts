import { asBytes, nodeService } from '@cairn/rpc';
import type { BytesCodec, RpcMethod } from '@cairn/rpc';

type Definition = Omit<typeof nodeService, 'submit'> & {
  readonly submit: RpcMethod<BytesCodec, BytesCodec>;
};

/** The Node service as it is served here: what stands behind every request is not decoded for us. */
export const nodeDefinition: Definition = { ...nodeService, submit: asBytes(nodeService.submit) };
