// Bugs of gateways and lease-keepers: those who are told, and pass on.
import type { EventSubscriber, SubscriberOptions } from '@cairn/bus';
import { cairn, toSafeNumber } from '@cairn/proto';
import type { RpcClient } from '@cairn/rpc';
import type { Bug } from './bug.ts';

const withWatchers = { watchersPerGateway: 2 };
/** And nothing that refuses to grant them. */
const withLeases = {
  leaseholders: 3,
  keepers: 2,
  quotaBytes: -1,
  raisesAlarms: false,
  membership: undefined,
};

function decoded(message: Uint8Array): cairn.v1.EventBatch | undefined {
  try {
    return cairn.v1.EventBatch.decode(message);
  } catch {
    return undefined;
  }
}

const missingGapCheck: Bug = {
  name: 'missing-gap-check',
  what: 'a gateway takes the next message of the bus for the next revision, whatever it begins with',
  settings: { ...withWatchers, hasBus: true },
  tweaks: () => ({
    subscriber:
      (connect) =>
      (options: SubscriberOptions): EventSubscriber => {
        let last = 0;
        return connect({
          ...options,
          onMessage: (message) => {
            const batch = decoded(message);
            // Garbage is none of its business.
            if (batch === undefined) return options.onMessage(message);
            const first = toSafeNumber(batch.first_revision);
            if (last > 0 && first > last + 1) batch.first_revision = last + 1;
            last = Math.max(last, toSafeNumber(batch.last_revision));
            options.onMessage(cairn.v1.EventBatch.encode(batch).finish());
          },
        });
      },
  }),
};

const lossyBackfill: Bug = {
  name: 'lossy-backfill',
  what: 'history that is read to fill a gap comes without its last event (etcd #18089)',
  settings: withWatchers,
  tweaks: () => ({
    history: (history) => ({
      follow: (fromRevision, listener) => history.follow(fromRevision, listener),
      backfill: (range, listener) =>
        history.backfill(range, {
          ...listener,
          onEnd: (error) => listener.onEnd(error),
          onBatch: (batch) =>
            listener.onBatch(
              batch.events.length > 1 ? { ...batch, events: batch.events.slice(0, -1) } : batch,
            ),
        }),
    }),
  }),
};

type Stream = ReturnType<RpcClient['openBidi']>;

/** The same client, whose bidirectional streams were tampered with. */
function clientWith(client: RpcClient, tamper: (stream: Stream) => Stream): RpcClient {
  const changed = {
    address: client.address,
    openBidi: (...method: Parameters<RpcClient['openBidi']>) => tamper(client.openBidi(...method)),
    openServerStream: (...call: Parameters<RpcClient['openServerStream']>) =>
      client.openServerStream(...call),
    close: () => client.close(),
  };
  return changed as unknown as RpcClient;
}

const resendWrites: Bug = {
  name: 'resend-writes',
  what: 'a gateway sends some requests a second time, writes too',
  tweaks: () => {
    let sent = 0;
    return {
      gatewayClient: (client) =>
        clientWith(client, (stream) => {
          const write = stream.write.bind(stream);
          stream.write = (message): boolean => {
            sent += 1;
            if (sent % 17 === 0) write(message);
            return write(message);
          };
          return stream;
        }),
    };
  },
};

const keeperWithoutAuthority: Bug = {
  name: 'keeper-without-authority',
  what: 'a lease-keeper takes itself for primary without a proof of its node: a demoted one answers',
  settings: {
    ...withLeases,
    members: 3,
    gateways: 3,
    faults: [['forgottenKeeper', 1]],
    msBetweenFaults: 2_500,
    safetyMs: 15_000,
  },
  tweaks: () => ({
    keeperClient: (client) =>
      clientWith(client, (stream) => {
        const write = stream.write.bind(stream);
        stream.write = (message: cairn.v1.KeeperMessage.$Properties): boolean => {
          const { ping } = message;
          if (!ping) return write(message);
          setImmediate(() => stream.emit('data', pong(ping.nonce ?? 0)));
          return true;
        };
        return stream;
      }),
  }),
};

function pong(nonce: number): cairn.v1.LeaseFeedMessage {
  return cairn.v1.LeaseFeedMessage.create({ pong: { nonce } });
}

const primaryShortensLeases: Bug = {
  name: 'primary-shortens-leases',
  what: 'a new primary lease-keeper begins with less time than was promised',
  settings: withLeases,
  tweaks: () => ({
    keeperClient: (client) =>
      clientWith(client, (stream) => {
        const emit = stream.emit.bind(stream);
        const shorten = (event: string, message: cairn.v1.LeaseFeedMessage): boolean => {
          if (event === 'data' && message.primary) {
            for (const lease of message.primary.leases ?? []) lease.RemainingTTL = 1;
          }
          return emit(event, message);
        };
        stream.emit = shorten as typeof stream.emit;
        return stream;
      }),
  }),
};

export const edgeBugs: readonly Bug[] = [
  missingGapCheck,
  lossyBackfill,
  resendWrites,
  keeperWithoutAuthority,
  primaryShortensLeases,
];
