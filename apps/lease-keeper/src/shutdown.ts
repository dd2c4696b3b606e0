// Stopping so that the gateways lose no time: first let go of the node, which names another primary
// at once, then send away everyone who waits, then close the doors.
import type { RpcServer } from '@cairn/rpc';
import type { AdminServer } from '@cairn/telemetry';
import type { KeepAliveService } from './keep-alive-service.ts';
import type { Keeper } from './keeper.ts';

export interface RunningParts {
  readonly keeper: Keeper;
  readonly service: KeepAliveService;
  readonly server: RpcServer;
  readonly admin: AdminServer;
}

const callsGraceMs = 500;

export async function stopInOrder({ keeper, service, server, admin }: RunningParts): Promise<void> {
  keeper.stop();
  service.close();
  await server.close(callsGraceMs);
  await admin.close();
}
