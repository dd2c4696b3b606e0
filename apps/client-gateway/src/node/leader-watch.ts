// etcd ends streams that asked for a leader (`hasleader`) once there has been none for three election
// timeouts, so that their clients go to a member that still sees the majority. A leader change takes
// about one, and must not break every watch.
import type { NodeStateView } from './node-state.ts';

export class LeaderWatch {
  readonly #state: NodeStateView;
  readonly #patienceMs: number;
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(state: NodeStateView, patienceMs: number) {
    this.#state = state;
    this.#patienceMs = patienceMs;
    this.#unsubscribe = state.onChange(() => this.#check());
  }

  get hasLeader(): boolean {
    return this.#state.hasLeader;
  }

  /** Called when there has been no leader for too long; returns how to stop that. */
  onLost(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#unsubscribe();
    clearTimeout(this.#timer);
  }

  #check(): void {
    if (this.#state.hasLeader) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    } else {
      this.#timer ??= setTimeout(() => this.#lost(), this.#patienceMs);
    }
  }

  #lost(): void {
    this.#timer = undefined;
    for (const listener of this.#listeners) listener();
  }
}
