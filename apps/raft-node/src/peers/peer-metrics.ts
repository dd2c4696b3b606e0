// What goes to and comes from each other member, by etcd's names. Batches are counted as plain numbers; the
// metrics library sees them only when somebody scrapes.
import type { MemberId } from '@cairn/core';
import { Counter, Gauge, TallyHistogram } from '@cairn/telemetry';
import type { Registry, Tally } from '@cairn/telemetry';

/** Of one other member. */
export interface PeerTraffic {
  sentBytes: number;
  /** Messages that were dropped because it does not answer, or does not read. */
  sendFailures: number;
  receivedBytes: number;
  /** Batches that it should not have sent. */
  receiveFailures: number;
  isActive: boolean;
  disconnections: number;
  readonly roundTripSeconds: Tally;
}

/** etcd's: 100 µs doubling up to 3.3 s. */
const roundTripBounds: readonly number[] = Array.from({ length: 16 }, (_, i) => 0.0001 * 2 ** i);

/** More members no cluster has had; who claims to be one more is not counted. */
const peersMax = 64;

type Label = 'To' | 'From' | 'Local' | 'Remote';
type Read = (traffic: PeerTraffic) => number;

export class PeerMetrics {
  readonly #self: string;
  readonly #registry: Registry;
  readonly #traffic = new Map<string, PeerTraffic>();
  readonly #roundTrips: TallyHistogram;

  constructor(registry: Registry, self: MemberId) {
    this.#registry = registry;
    this.#self = self.toString(16);
    const to = ['To'] as const;
    const from = ['From'] as const;
    const both = ['Local', 'Remote'] as const;
    this.#roundTrips = new TallyHistogram({
      name: 'etcd_network_peer_round_trip_time_seconds',
      help: 'How long another member takes to answer a ping.',
      bounds: roundTripBounds,
      registry,
    });
    this.#counter('etcd_network_peer_sent_bytes_total', 'Bytes sent to it.', to, (one) => {
      return one.sentBytes;
    });
    this.#counter(
      'etcd_network_peer_sent_failures_total',
      'Messages dropped because it does not answer or does not read.',
      to,
      ({ sendFailures }) => sendFailures,
    );
    this.#counter('etcd_network_peer_received_bytes_total', 'Bytes it has sent.', from, (one) => {
      return one.receivedBytes;
    });
    this.#counter(
      'etcd_network_peer_received_failures_total',
      'Batches that it should not have sent.',
      from,
      ({ receiveFailures }) => receiveFailures,
    );
    this.#counter(
      'etcd_network_disconnected_peers_total',
      'Times that the connection to it was lost.',
      both,
      ({ disconnections }) => disconnections,
    );
    this.#gauge('etcd_network_active_peers', 'Whether it answers.', ({ isActive }) =>
      isActive ? 1 : 0,
    );
    this.#gauge('etcd_network_known_peers', 'That it is or was a member.', () => 1);
  }

  /** Of a member that is linked now, or was. */
  find(peer: MemberId): PeerTraffic | undefined {
    return this.#traffic.get(peer.toString(16));
  }

  /** For a new link; undefined = there were too many. */
  of(peer: MemberId): PeerTraffic | undefined {
    const known = this.find(peer);
    if (known !== undefined || this.#traffic.size >= peersMax) return known;
    const id = peer.toString(16);
    const traffic: PeerTraffic = {
      sentBytes: 0,
      sendFailures: 0,
      receivedBytes: 0,
      receiveFailures: 0,
      isActive: false,
      disconnections: 0,
      roundTripSeconds: this.#roundTrips.tally({ To: id }),
    };
    this.#traffic.set(id, traffic);
    return traffic;
  }

  #counter(name: string, help: string, labelNames: readonly Label[], read: Read): void {
    const samples = (): readonly (readonly [Record<string, string>, number])[] =>
      this.#samples(labelNames, read);
    void new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [labels, value] of samples()) this.inc(labels, value);
      },
    });
  }

  #gauge(name: string, help: string, read: Read): void {
    const labelNames: readonly Label[] = ['Local', 'Remote'];
    const samples = (): readonly (readonly [Record<string, string>, number])[] =>
      this.#samples(labelNames, read);
    void new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [labels, value] of samples()) this.set(labels, value);
      },
    });
  }

  #samples(
    labelNames: readonly Label[],
    read: Read,
  ): readonly (readonly [Record<string, string>, number])[] {
    return [...this.#traffic].map(([id, traffic]) => {
      const labels = labelNames.map((name) => [name, name === 'Local' ? this.#self : id]);
      return [Object.fromEntries(labels) as Record<string, string>, read(traffic)];
    });
  }
}
