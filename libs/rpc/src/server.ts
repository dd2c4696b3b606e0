// One grpc-js server for the internal services of a process, on TCP or a Unix socket.
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { removeStaleSocket } from '@cairn/telemetry';
import { internalChannelOptions } from './channel-options.ts';

export interface RpcServer {
  /** What clients pass to {@link connect}: `host:port` (the port really bound) or `unix:/path`. */
  readonly address: string;
  /** Stops accepting, lets calls in flight end for at most `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}

export interface ServedService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

/**
 * Serves `services` on `address`: `host:port` (port 0 = any free one) or `unix:/path`.
 * A socket file that a dead process left behind is replaced. Rejects when the address cannot be bound.
 */
export async function serve(
  address: string,
  services: readonly ServedService[],
): Promise<RpcServer> {
  const server = new Server(internalChannelOptions);
  for (const { definition, implementation } of services) {
    server.addService(definition, implementation);
  }
  await removeStaleSocket(address);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(new Error(`cannot listen on ${address}: ${error.message}`, { cause: error }));
    });
  });
  return {
    address: address.startsWith('unix:') ? address : address.replace(/:\d+$/, `:${port}`),
    close: (graceMs) => shutDown(server, graceMs),
  };
}

function shutDown(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
