// A process on a machine of its own: it runs, is stopped for a while (SIGSTOP, a long collection), or is
// gone. Everything that is to happen in a process names it, and the life of it that was meant: what an
// earlier life has left in the queue happens to nobody.
import type { World } from './world.ts';

export type HostState = 'running' | 'paused' | 'down';

export class Host {
  readonly name: string;
  readonly number: number;
  readonly #world: World;
  #state: HostState = 'down';
  #life = 0;
  /** What came while it was paused, in order. */
  #backlog: (() => void)[] = [];
  /** How far its wall clock is off. Its monotonic clock is never. */
  wallOffsetMs = 0;
  /** Nothing that this process does at once happens before. */
  nextTurnUs = 0;

  constructor(world: World, name: string, number: number) {
    this.#world = world;
    this.name = name;
    this.number = number;
  }

  get state(): HostState {
    return this.#state;
  }

  get life(): number {
    return this.#life;
  }

  get isUp(): boolean {
    return this.#state !== 'down';
  }

  /** A new life begins. */
  boot(): void {
    this.#life += 1;
    this.#state = 'running';
    this.#backlog = [];
  }

  /** Nothing of this life happens any more. */
  down(): void {
    this.#state = 'down';
    this.#life += 1;
    this.#backlog = [];
  }

  pause(): void {
    if (this.#state === 'running') this.#state = 'paused';
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'running';
    const backlog = this.#backlog;
    this.#backlog = [];
    for (const run of backlog) this.#world.schedule(0, this, 'resumed', run);
  }

  /** Keeps what should happen now until it runs again. */
  defer(run: () => void): void {
    this.#backlog.push(run);
  }
}
