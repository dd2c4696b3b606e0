// Events straight from the raft-node, over its Follow stream: what is used when there is no NATS.
import type { Logger } from '@cairn/telemetry';
import type { History, HistoryRead } from '../node/history.ts';
import { ReopenDelay } from '../node/reopen-delay.ts';
import type { EventSequencer } from './event-sequencer.ts';

export interface FollowSourceOptions {
  readonly history: History;
  readonly sequencer: EventSequencer;
  readonly logger: Logger;
}

type State =
  | { readonly kind: 'off' }
  | { readonly kind: 'following'; readonly read: HistoryRead }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout };

export class FollowSource {
  readonly #options: FollowSourceOptions;
  readonly #delay = new ReopenDelay();
  #state: State = { kind: 'off' };

  constructor(options: FollowSourceOptions) {
    this.#options = options;
  }

  get isOn(): boolean {
    return this.#state.kind !== 'off';
  }

  start(): void {
    if (this.#state.kind === 'off') this.#open();
  }

  stop(): void {
    if (this.#state.kind === 'following') this.#state.read.cancel();
    if (this.#state.kind === 'waiting') clearTimeout(this.#state.timer);
    this.#state = { kind: 'off' };
  }

  #open(): void {
    const { history, sequencer } = this.#options;
    const read = history.follow(sequencer.revision + 1, {
      onBatch: (batch) => {
        this.#delay.reset();
        sequencer.offer(batch);
      },
      onEnd: (error) => this.#ended(error),
    });
    this.#state = { kind: 'following', read };
  }

  #ended(error: Error | undefined): void {
    const delayMs = this.#delay.takeMs();
    if (error !== undefined) {
      this.#options.logger.debug({ err: error, delayMs }, 'the event stream broke');
    }
    this.#state = { kind: 'waiting', timer: setTimeout(() => this.#open(), delayMs) };
  }
}
