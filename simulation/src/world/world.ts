// Time and order. Everything that happens is an event in one queue, at a moment of virtual time; the
// moments are drawn from the seed. Between two events all promises run dry: the one real thing that
// is used is `setImmediate`, which Node runs after the microtasks. So a run depends on nothing but its seed.
import { MinHeap, SeededRandom, assert } from '@cairn/core';
import type { Random } from '@cairn/core';
import { Host } from './host.ts';
import { Trace } from './trace.ts';

/** Node's own, whatever the global is replaced by while a simulation runs. */
const nodeSetImmediate = setImmediate;

/**
 * Events for each of which an immediate is set at once. Node runs all promises dry between any two of
 * them, but asks the operating system for news, which there is none of, only once in so many.
 */
const eventsPerLoop = 256;

export interface Scheduled {
  isCancelled: boolean;
}

interface Event extends Scheduled {
  readonly timeUs: number;
  readonly order: number;
  readonly host: Host | undefined;
  readonly life: number;
  readonly label: string;
  readonly run: () => void;
}

/** What a run has shown to be broken. */
export class SafetyViolation extends Error {
  override readonly name = 'SafetyViolation';
  readonly checker: string;

  constructor(checker: string, message: string) {
    super(`${checker}: ${message}`);
    this.checker = checker;
  }
}

export interface WorldOptions {
  readonly seed: number;
  readonly traceLinesMax: number;
}

export class World {
  readonly seed: number;
  readonly trace: Trace;
  readonly hosts: Host[] = [];
  readonly #random: SeededRandom;
  readonly #queue = new MinHeap<Event>(
    (a, b) => a.timeUs < b.timeUs || (a.timeUs === b.timeUs && a.order < b.order),
  );
  #nowUs = 0;
  #order = 0;
  #current: Host | undefined;
  #violation: Error | undefined;

  constructor({ seed, traceLinesMax }: WorldOptions) {
    this.seed = seed;
    this.trace = new Trace(traceLinesMax);
    this.#random = new SeededRandom(seed);
  }

  get nowUs(): number {
    return this.#nowUs;
  }

  get nowMs(): number {
    return this.#nowUs / 1000;
  }

  /** Whose code runs now. */
  get current(): Host | undefined {
    return this.#current;
  }

  get violation(): Error | undefined {
    return this.#violation;
  }

  /** A source of its own for one purpose, so that one more draw here does not change what happens there. */
  fork(): Random {
    return new SeededRandom(this.#random.nextUint32() * 2 ** 20 + this.#random.nextBelow(2 ** 20));
  }

  addHost(name: string): Host {
    const host = new Host(this, name, this.hosts.length);
    this.hosts.push(host);
    return host;
  }

  /** @param host in whose present life it happens; undefined = it happens in no process. */
  schedule(delayUs: number, host: Host | undefined, label: string, run: () => void): Scheduled {
    const event: Event = {
      timeUs: this.#nowUs + Math.max(0, Math.round(delayUs)),
      order: this.#order++,
      host,
      life: host?.life ?? 0,
      label,
      run,
      isCancelled: false,
    };
    this.#queue.push(event);
    return event;
  }

  /** In a turn of the process's event loop of its own, after those that it has asked for before. */
  scheduleTurn(host: Host | undefined, label: string, run: () => void): Scheduled {
    if (host === undefined) return this.schedule(0, host, label, run);
    const atUs = Math.max(this.#nowUs, host.nextTurnUs) + 10;
    host.nextTurnUs = atUs;
    return this.schedule(atUs - this.#nowUs, host, label, run);
  }

  line(text: () => string): void {
    this.trace.line(this.#nowUs, this.#current?.name ?? '', text);
  }

  /** The run is over: something was broken. The first one counts. */
  violate(error: Error): void {
    if (this.#violation !== undefined) return;
    this.#violation = error;
    this.line(() => `VIOLATION ${error.message}`);
  }

  /** Lets things happen until the time is over, nothing is left to happen, or something is broken. */
  runUntil(timeUs: number): Promise<void> {
    return new Promise((resolve) => {
      let isOver = false;
      const step = (): void => {
        if (isOver) return;
        isOver = this.#violation !== undefined || !this.#next(timeUs);
        if (isOver) resolve();
      };
      const loop = (): void => {
        if (isOver) return;
        for (let i = 0; i < eventsPerLoop; i++) nodeSetImmediate(step);
        nodeSetImmediate(loop);
      };
      loop();
    });
  }

  async runFor(ms: number): Promise<void> {
    await this.runUntil(this.#nowUs + ms * 1000);
  }

  /** False = there is nothing left to do until then. */
  #next(untilUs: number): boolean {
    for (;;) {
      const event = this.#queue.peek();
      if (event === undefined || event.timeUs > untilUs) {
        this.#nowUs = Math.max(this.#nowUs, untilUs);
        this.#current = undefined;
        return false;
      }
      this.#queue.pop();
      if (this.#happens(event)) return true;
    }
  }

  #happens(event: Event): boolean {
    const { host, life, run, label, timeUs } = event;
    if (event.isCancelled) return false;
    assert(timeUs >= this.#nowUs, 'time goes on');
    this.#nowUs = timeUs;
    if (host !== undefined) {
      if (host.life !== life || host.state === 'down') return false;
      if (host.state === 'paused') {
        host.defer(() => {
          if (!event.isCancelled) run();
        });
        return false;
      }
    }
    this.#current = host;
    this.trace.event(timeUs, label, host?.number ?? -1);
    try {
      run();
    } catch (error) {
      this.violate(error as Error);
    }
    return true;
  }
}
