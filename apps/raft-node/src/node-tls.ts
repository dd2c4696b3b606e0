// The two sides of a member that others connect to, each with its own certificates.
import { join } from 'node:path';
import type { Logger } from '@cairn/telemetry';
import { openPeerTls, openServiceTls, ownCertificate } from '@cairn/tls';
import type { MadeFiles, MutualTls } from '@cairn/tls';
import type { RaftNodeConfig } from './config.ts';
import { nodeTimers } from './timers.ts';

export interface NodeTls {
  readonly peers: MutualTls;
  /** undefined = the services speak plainly. */
  readonly services: MutualTls | undefined;
}

/** @throws Error when a file cannot be used */
export async function openNodeTls(config: RaftNodeConfig, logger: Logger): Promise<NodeTls> {
  const opening = { logger, clock: nodeTimers };
  return {
    peers: openPeerTls(config, await madeFiles(config), opening),
    services: openServiceTls(config, opening),
  };
}

async function madeFiles(config: RaftNodeConfig): Promise<MadeFiles | undefined> {
  if (!config.peerAutoTls || config.peerCertFile !== '') return undefined;
  return await ownCertificate({
    urls: config.listenPeerUrls,
    flag: '--peer-auto-tls',
    directory: join(config.dataDir, 'fixtures/peer'),
    validityYears: config.selfSignedCertValidity,
  });
}
