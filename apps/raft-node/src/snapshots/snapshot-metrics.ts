// Whole states on their way to other members and from them, by etcd's names.
import type { MemberId } from '@cairn/core';
import { Counter, Gauge, Histogram } from '@cairn/telemetry';
import type { Registry } from '@cairn/telemetry';

/** Called once, at the end of a transfer. */
export type TransferEnd = (outcome: 'success' | 'failure') => void;

type Direction = 'send' | 'receive';

/** etcd's: 100 ms doubling up to 51 s. */
const secondsBounds: readonly number[] = Array.from({ length: 10 }, (_, i) => 0.1 * 2 ** i);

export class SnapshotMetrics {
  readonly #sent: Transfers;
  readonly #received: Transfers;

  constructor(registry: Registry) {
    this.#sent = new Transfers(registry, 'send');
    this.#received = new Transfers(registry, 'receive');
  }

  sending(to: MemberId): TransferEnd {
    return this.#sent.begin(to);
  }

  receiving(from: MemberId): TransferEnd {
    return this.#received.begin(from);
  }
}

class Transfers {
  readonly #label: 'To' | 'From';
  readonly #ended: Readonly<Record<'success' | 'failure', Counter>>;
  readonly #underWay: Gauge;
  readonly #seconds: Histogram;

  constructor(registry: Registry, direction: Direction) {
    this.#label = direction === 'send' ? 'To' : 'From';
    const prefix = `etcd_network_snapshot_${direction}`;
    const shared = { labelNames: [this.#label], registers: [registry] };
    this.#ended = {
      success: new Counter({
        name: `${prefix}_success`,
        help: 'Transfers of a whole state that have succeeded.',
        ...shared,
      }),
      failure: new Counter({
        name: `${prefix}_failures`,
        help: 'Transfers of a whole state that have failed.',
        ...shared,
      }),
    };
    this.#underWay = new Gauge({
      name: `${prefix}_inflights_total`,
      help: 'Transfers of a whole state under way.',
      ...shared,
    });
    this.#seconds = new Histogram({
      name: `${prefix}_total_duration_seconds`,
      help: 'How long transfers of a whole state took that have succeeded.',
      buckets: [...secondsBounds],
      ...shared,
    });
  }

  begin(peer: MemberId): TransferEnd {
    const labels = { [this.#label]: peer.toString(16) };
    const beganMs = performance.now();
    this.#underWay.inc(labels);
    return (outcome) => {
      this.#underWay.dec(labels);
      this.#ended[outcome].inc(labels);
      if (outcome === 'success') {
        this.#seconds.observe(labels, (performance.now() - beganMs) / 1_000);
      }
    };
  }
}
