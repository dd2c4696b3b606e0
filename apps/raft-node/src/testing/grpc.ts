// A raft-node's services on a loopback port, without the rest of the process.
import {
  RpcClient,
  bidiHandler,
  implement,
  nodeService,
  serve,
  serverStreamHandler,
  unaryHandler,
} from '@cairn/rpc';
import type { RpcServer, ServedService } from '@cairn/rpc';
import { nodeDefinition } from '../submit/node-definition.ts';

export interface ServedNode extends AsyncDisposable {
  readonly client: RpcClient;
  readonly server: RpcServer;
}

export async function serveLocally(service: ServedService): Promise<ServedNode> {
  const server = await serve('127.0.0.1:0', [service]);
  const client = new RpcClient(server.address);
  return {
    client,
    server,
    [Symbol.asyncDispose]: async () => {
      client.close();
      await server.close(0);
    },
  };
}

type Bidi = Parameters<typeof bidiHandler>[1];
type Streaming = Parameters<typeof serverStreamHandler>[1];

export interface NodeHandlers {
  readonly submit?: Bidi;
  readonly leaseFeed?: Bidi;
  readonly follow?: Streaming;
  readonly backfill?: Streaming;
}

/** Methods that a test does not name end at once. */
export function nodeWith(handlers: NodeHandlers): ServedService {
  const end: Bidi = (stream) => void stream.end();
  const endStream: Streaming = (_request, stream) => void stream.end();
  return implement(nodeDefinition, {
    submit: bidiHandler(nodeDefinition.submit, handlers.submit ?? end),
    leaseFeed: bidiHandler(nodeService.leaseFeed, handlers.leaseFeed ?? end),
    follow: serverStreamHandler(nodeService.follow, handlers.follow ?? endStream),
    backfill: serverStreamHandler(nodeService.backfill, handlers.backfill ?? endStream),
    metrics: unaryHandler(nodeService.metrics, (_request, answer) => answer(null, { text: '' })),
  });
}
