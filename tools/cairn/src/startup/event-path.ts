// How watch events get from the raft-nodes to the gateways of this member: over NATS, or over gRPC
// streams. Both are correct; NATS costs the raft-nodes less when there are many gateways.
import type { LauncherConfig } from '../options/launcher-config.ts';
import { isSingleMember } from '../plan/member-addresses.ts';
import { findNatsServer } from './nats.ts';

export type EventPath =
  | { readonly kind: 'given-nats'; readonly url: string }
  | { readonly kind: 'own-nats'; readonly program: string }
  | { readonly kind: 'grpc'; readonly reason: string };

export function chooseEventPath(config: LauncherConfig, searchPath: string | undefined): EventPath {
  if (config.natsUrl !== '') return { kind: 'given-nats', url: config.natsUrl };
  if (config.noNats) return { kind: 'grpc', reason: '--no-nats was given' };
  if (!isSingleMember(config)) {
    // One NATS per member, not connected to each other, would carry each event to one gateway.
    return { kind: 'grpc', reason: 'a cluster shares one NATS, and no --nats-url was given' };
  }
  const program = findNatsServer(searchPath);
  if (program === undefined) {
    return { kind: 'grpc', reason: 'there is no nats-server on PATH and no --nats-url' };
  }
  return { kind: 'own-nats', program };
}
