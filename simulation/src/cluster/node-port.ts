// What one life of a member has for gateways and lease-keepers: the real services, as compose.ts puts them together.
import {
  EventFeed,
  FreePieces,
  LeaseFeed,
  Quota,
  SubmitService,
  backfill,
  follow,
  nodeDefinition,
} from '@cairn/raft-node';
import type { Members, SubmitOptions, Turns } from '@cairn/raft-node';
import type { Replica } from '@cairn/replica';
import { bidiHandler, implement, nodeService, serverStreamHandler, unaryHandler } from '@cairn/rpc';
import type { ServedService } from '@cairn/rpc';
import type { MemberSurroundings } from './member.ts';
import { silentLogger } from './silent-logger.ts';

/** For hashes and auth, which no simulated client asks for. */
type NotAsked = 'hasher' | 'tokens' | 'passwords' | 'callers' | 'requestTimeoutMs';

export interface NodePortOptions {
  readonly around: MemberSurroundings;
  readonly replica: Replica;
  readonly turns: Turns;
  readonly members: Members;
}

export function nodePort({ around, replica, turns, members }: NodePortOptions): ServedService {
  const { settings, bus, tweaks } = around;
  const publisher = bus?.connectPublisher({ url: 'memory', clusterId: replica.clusterId });
  const feed = new EventFeed(replica, publisher);
  const graceMs = settings.tickMs * settings.electionTicks;
  const leaseFeed = new LeaseFeed({
    replica,
    logger: silentLogger,
    graceMs: tweaks.graceMs(graceMs),
  });
  const { quotaBytes } = settings;
  const quota = new Quota({ replica, quotaBytes, logger: silentLogger });
  const submitOptions: Omit<SubmitOptions, NotAsked> = {
    replica,
    turns,
    free: new FreePieces(),
    asked: { ranges: 0, txns: 0 },
    txnOperationsMax: 128,
    ttlSecondsMin: 1,
    quotaBytes,
    quota,
    members,
  };
  const submit = new SubmitService(submitOptions as SubmitOptions);
  const events = { source: { replica, turns }, feed };
  return implement(nodeDefinition, {
    submit: bidiHandler(nodeDefinition.submit, (stream) => submit.serve(stream, false)),
    follow: serverStreamHandler(nodeService.follow, (request, stream) =>
      follow(events, request, stream),
    ),
    backfill: serverStreamHandler(nodeService.backfill, (request, stream) =>
      backfill(events, request, stream),
    ),
    leaseFeed: bidiHandler(nodeService.leaseFeed, (stream) => leaseFeed.serve(stream)),
    metrics: unaryHandler(nodeService.metrics, (_request, answer) => answer(null, { text: '' })),
  });
}
