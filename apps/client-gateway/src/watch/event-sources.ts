// Where events come from at the moment. With NATS, one message of the leader reaches every gateway;
// without it, or while it is silent, this gateway follows its raft-node. Both end in the sequencer,
// which does not care where a batch comes from, so changing over needs no care: what comes twice is
// dropped and what was missed is read. All that goes on only between `wake` and `sleep`.
//
// The leader publishes only while it knows that somebody listens, and finds out by what it publishes: what
// happens just after the first message heard may not have been published. By the second one it knows,
// so that is when the node is left; everything earlier is then delivered or seen to be missing.
//
// NATS counts as alive while something (at least a heartbeat) was heard recently: a server that
// accepts connections but is not the one the leader publishes to must not stop the events.
import type { BusStatus, ConnectSubscriber, EventSubscriber } from '@cairn/bus';
import type { NatsSecurityConfig } from '@cairn/config';
import type { MonotonicClock } from '@cairn/core';
import { cairn } from '@cairn/proto';
import type { Logger } from '@cairn/telemetry';
import type { NodeStateView } from '../node/node-state.ts';
import { decodeEventBatch } from './event-batch.ts';
import type { EventSequencer } from './event-sequencer.ts';
import type { FollowSource } from './follow-source.ts';

export interface EventSourcesOptions {
  readonly sequencer: EventSequencer;
  readonly follow: FollowSource;
  readonly state: NodeStateView;
  readonly clock: MonotonicClock;
  readonly logger: Logger;
  /** undefined = no NATS. */
  readonly bus: BusSettings | undefined;
  readonly checkIntervalMs: number;
  /** The node stays below `revision`, up to which all was delivered. */
  readonly onNodeBehind: (revision: number) => void;
  /** While asleep: the revision that the node has got to. */
  readonly onRest: (revision: number) => void;
}

export interface BusSettings {
  readonly connect: ConnectSubscriber;
  readonly url: string;
  readonly security?: NatsSecurityConfig;
  /** Silence after which the raft-node is followed. */
  readonly silenceMs: number;
}

export class EventSources {
  readonly #options: EventSourcesOptions;
  readonly #unsubscribe: () => void;
  #subscriber: EventSubscriber | undefined;
  #isAwake = false;
  #heardMs = -Infinity;
  /** Messages on the bus since the node was last begun to be followed. */
  #heardWhileFollowing = 0;
  #checkTimer: NodeJS.Timeout | undefined;
  #revisionAtCheck = 0;
  #wasBehind = false;

  constructor(options: EventSourcesOptions) {
    this.#options = options;
    this.#unsubscribe = options.state.onChange(() => this.#stateChanged());
    this.#stateChanged();
  }

  /** Everything after `revision` goes to the sequencer from now on. */
  wake(revision: number): void {
    const { sequencer, follow, checkIntervalMs } = this.#options;
    this.#isAwake = true;
    this.#heardMs = -Infinity;
    this.#heardWhileFollowing = 0;
    this.#revisionAtCheck = revision;
    this.#wasBehind = false;
    sequencer.start(revision);
    // Until NATS is heard, which takes as long as the leader needs to notice that somebody listens.
    follow.start();
    this.#subscriber?.setListening(true);
    this.#checkTimer = setInterval(() => this.#check(), checkIntervalMs);
  }

  sleep(): void {
    this.#stop();
    this.#stateChanged();
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#stop();
    await this.#subscriber?.close();
  }

  #stop(): void {
    this.#isAwake = false;
    clearInterval(this.#checkTimer);
    this.#options.follow.stop();
    this.#options.sequencer.stop();
    this.#subscriber?.setListening(false);
  }

  #stateChanged(): void {
    const { current } = this.#options.state;
    if (current === undefined) return;
    this.#subscriber ??= this.#connect(current.clusterId);
    if (!this.#isAwake) this.#options.onRest(current.revision);
  }

  /** Which cluster to listen to, only the node can tell. */
  #connect(clusterId: bigint): EventSubscriber | undefined {
    const { bus } = this.#options;
    const subscriber = bus?.connect({
      url: bus.url,
      ...(bus.security === undefined ? {} : { security: bus.security }),
      clusterId,
      name: 'cairn client-gateway',
      onMessage: (message) => this.#hear(message),
      onStatus: (status) => this.#busChanged(status),
    });
    subscriber?.setListening(this.#isAwake);
    return subscriber;
  }

  #hear(message: Uint8Array): void {
    if (!this.#isAwake) return;
    const { sequencer, follow, clock, logger } = this.#options;
    let batch;
    try {
      batch = decodeEventBatch(cairn.v1.EventBatch.decode(message));
    } catch (error) {
      logger.warn({ err: error }, 'a message on the event bus is not an event batch');
      return;
    }
    this.#heardMs = clock.nowMs();
    this.#heardWhileFollowing += 1;
    if (follow.isOn && this.#heardWhileFollowing > 1) {
      logger.info('events come from NATS');
      follow.stop();
    }
    sequencer.offer(batch);
  }

  #busChanged(status: BusStatus): void {
    this.#options.logger.info({ ...status }, 'event bus');
    if (status.kind === 'connected' || !this.#isAwake) return;
    this.#heardMs = -Infinity;
    this.#followNode('NATS is away');
  }

  #followNode(reason: string): void {
    const { follow, logger } = this.#options;
    if (follow.isOn) return;
    logger.info({ reason }, 'events come from the raft-node');
    this.#heardWhileFollowing = 0;
    follow.start();
  }

  #check(): void {
    const { bus, clock, sequencer, state } = this.#options;
    if (bus !== undefined && clock.nowMs() - this.#heardMs > bus.silenceMs) {
      this.#followNode('NATS is silent');
    }
    // Whatever is wrong with the source: if the node is ahead and nothing moves, read.
    const known = state.current?.revision ?? 0;
    const isStuck = known > sequencer.revision && sequencer.revision === this.#revisionAtCheck;
    this.#revisionAtCheck = sequencer.revision;
    if (isStuck) sequencer.offer(heartbeatAt(known));
    const isBehind = state.isConnected && known < sequencer.revision;
    if (isBehind && this.#wasBehind) this.#options.onNodeBehind(sequencer.revision);
    this.#wasBehind = isBehind;
  }
}

function heartbeatAt(revision: number): Parameters<EventSequencer['offer']>[0] {
  return {
    firstRevision: revision + 1,
    lastRevision: revision,
    compactRevision: 0,
    events: [],
    isOmitted: false,
    isCompacted: false,
  };
}
