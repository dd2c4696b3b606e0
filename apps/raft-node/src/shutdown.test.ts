import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppliedBatch, ReplicaListeners } from '@cairn/replica';
import { stopInOrder } from './shutdown.ts';
import type { RunningParts } from './shutdown.ts';
import { recordingLogger } from './testing/quiet-logger.ts';

interface FakePeer {
  readonly id: bigint;
  readonly match: number;
  readonly recentActive: boolean;
  readonly isLearner: boolean;
  readonly state: string;
  readonly connected?: boolean;
}

const follower: FakePeer = {
  id: 2n,
  match: 10,
  recentActive: true,
  isLearner: false,
  state: 'replicate',
};

interface Kit {
  readonly log: string[];
  readonly stop: () => Promise<void>;
  /** As when the transfer has succeeded. */
  readonly loseLeadership: () => void;
  readonly apply: (index: number) => void;
  /** The log reaches as far as this. */
  readonly take: (lastIndex: number) => void;
}

function kit(settings: {
  readonly role: 'leader' | 'follower';
  readonly peers?: readonly FakePeer[];
  readonly readable?: boolean;
}): Kit {
  const log: string[] = [];
  const note = (text: string) => (): void => {
    log.push(text);
  };
  const noteAsync = (text: string) => async (): Promise<void> => {
    await Promise.resolve();
    log.push(text);
  };
  const listeners: ReplicaListeners[] = [];
  const replica = {
    role: settings.role as string,
    readable: settings.readable ?? true,
    appliedIndex: 10,
    status: { role: settings.role, peers: settings.peers ?? [], lastIndex: 10 },
    listen: (given: ReplicaListeners) => listeners.push(given),
    transferLeadership: (to: bigint) => log.push(`hand over to ${to}`),
    stop: noteAsync('replica stops'),
    backend: { flush: noteAsync('backend flushes'), close: noteAsync('backend closes') },
  };
  const parts = {
    logger: recordingLogger().logger,
    replica,
    wal: { close: noteAsync('log closes') },
    data: { close: note('lock is released') },
    departure: { close: () => undefined },
    transport: {
      close: note('transport closes'),
      connectedSinceMs: (id: bigint) =>
        settings.peers?.find((peer) => peer.id === id)?.connected === false ? undefined : 0,
    },
    peers: { close: note('peer streams end') },
    ticker: setInterval(() => undefined, 1_000_000),
    attributes: { close: note('attributes close') },
    upkeep: { close: note('upkeep close') },
    feed: { close: note('followers end') },
    leaseFeed: { close: note('keepers end') },
    submit: { close: note('gateways end') },
    passwords: { close: noteAsync('no more passwords') },
    servers: [{ close: noteAsync('server closes') }],
    admin: { close: noteAsync('admin closes') },
    publisher: { close: noteAsync('publisher closes') },
  } as unknown as RunningParts;
  return {
    log,
    stop: () => stopInOrder(parts),
    loseLeadership: () => {
      replica.role = 'follower';
      for (const { onLeadership } of listeners) onLeadership?.();
    },
    apply: (index) => {
      replica.appliedIndex = index;
      for (const { onApplied } of listeners) onApplied?.({} as AppliedBatch);
    },
    take: (lastIndex) => {
      replica.status.lastIndex = lastIndex;
    },
  };
}

const order = [
  'attributes close',
  'upkeep close',
  'keepers end',
  'replica stops',
  'gateways end',
  'no more passwords',
  'followers end',
  'peer streams end',
  'transport closes',
  'server closes',
  'publisher closes',
  'backend flushes',
  'backend closes',
  'log closes',
  'lock is released',
  'admin closes',
];

test('everything is closed in order: no new work, then answers, then files', async () => {
  const k = kit({ role: 'follower' });
  await k.stop();
  assert.deepEqual(k.log, order);
});

test('a leader first lets its most advanced live follower take over', async () => {
  const k = kit({
    role: 'leader',
    peers: [
      { ...follower, id: 2n, match: 8 },
      { ...follower, id: 3n, match: 10, isLearner: true },
      { ...follower, id: 4n, match: 9, recentActive: false },
      { ...follower, id: 5n, match: 10, recentActive: false, state: 'probe' },
      { ...follower, id: 6n, match: 10, connected: false },
    ],
  });
  const stopped = k.stop();
  await Promise.resolve();
  assert.deepEqual(k.log, ['hand over to 4'], 'and waits for it');
  k.loseLeadership();
  await stopped;
  assert.deepEqual(k.log.slice(1), order);
});

test('what was taken before the handover is applied and answered before the stop', async () => {
  const k = kit({ role: 'leader', peers: [follower] });
  const stopped = k.stop();
  k.take(12);
  k.loseLeadership();
  k.apply(11);
  await new Promise(setImmediate);
  assert.deepEqual(k.log, ['hand over to 2'], 'one entry is still to come');
  k.apply(12);
  await stopped;
  assert.deepEqual(k.log.slice(1), order);
});

test('a handover that does not succeed in time does not hold up the stop', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const k = kit({ role: 'leader', peers: [follower] });
  const stopped = k.stop();
  await Promise.resolve();
  t.mock.timers.tick(2_000);
  await stopped;
  assert.deepEqual(k.log.slice(1), order);
});

test('a leader alone, or one whose loop has failed, hands over to nobody', async () => {
  for (const settings of [{ peers: [] }, { peers: [follower], readable: false }]) {
    const k = kit({ role: 'leader', ...settings });
    await k.stop();
    assert.deepEqual(k.log, order);
  }
});
