// Node's timers, clocks and random numbers, replaced for as long as a simulation runs. The product asks
// for most of them by ports, but a gateway sets a timer as any program does; such a call lands in the
// queue of the world, in the name of the process whose code runs, and dies with that process.
import type { Random } from '@cairn/core';
import type { Host } from './host.ts';
import type { Scheduled, World } from './world.ts';

/** What a timer call answers; as much of Node's class as is used anywhere. */
class VirtualTimer {
  scheduled: Scheduled | undefined;
  readonly #again: (timer: VirtualTimer) => Scheduled;

  /** @param again sets it, anew each time */
  constructor(again: (timer: VirtualTimer) => Scheduled) {
    this.#again = again;
    this.scheduled = again(this);
  }

  /** Begins to wait from now. */
  refresh(): this {
    this.cancel();
    this.scheduled = this.#again(this);
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return false;
  }

  cancel(): void {
    if (this.scheduled !== undefined) this.scheduled.isCancelled = true;
    this.scheduled = undefined;
  }

  [Symbol.dispose](): void {
    this.cancel();
  }
}

type Callback = (...values: readonly unknown[]) => void;

function clear(timer: unknown): void {
  if (timer instanceof VirtualTimer) timer.cancel();
}

/** 2026-01-01: any moment will do. */
const epochMs = 1_767_225_600_000;

function virtualTimers(world: World, random: Random): Record<string, unknown> {
  const delayUs = (ms: number | undefined): number => {
    const wholeMs = ms === undefined || !(ms >= 1) ? 1 : ms;
    // A timer fires late, never early.
    return wholeMs * 1000 + random.nextBelow(500);
  };
  const repeat = (
    timer: VirtualTimer,
    host: Host | undefined,
    ms: number,
    run: () => void,
  ): Scheduled => {
    return world.schedule(delayUs(ms), host, 'interval', () => {
      timer.scheduled = repeat(timer, host, ms, run);
      run();
    });
  };
  return {
    setTimeout: (callback: Callback, ms?: number, ...values: unknown[]) => {
      const host = world.current;
      const run = (): void => callback(...values);
      return new VirtualTimer(() => world.schedule(delayUs(ms), host, 'timer', run));
    },
    setInterval: (callback: Callback, ms?: number, ...values: unknown[]) => {
      const host = world.current;
      const run = (): void => callback(...values);
      return new VirtualTimer((timer) => repeat(timer, host, ms ?? 1, run));
    },
    setImmediate: (callback: Callback, ...values: unknown[]) => {
      const host = world.current;
      const run = (): void => callback(...values);
      return new VirtualTimer(() => world.scheduleTurn(host, 'turn', run));
    },
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
}

/** Until it is disposed of, all code in this process lives in `world`. Only one may be at a time. */
export function installVirtualGlobals(world: World): Disposable {
  const random = world.fork();
  const timers = virtualTimers(world, random);
  const scope = globalThis as unknown as Record<string, unknown>;
  const originals = Object.fromEntries(Object.keys(timers).map((name) => [name, scope[name]]));
  const { random: mathRandom } = Math;
  const { now: dateNow } = Date;
  Object.assign(scope, timers);
  Math.random = () => random.nextUint32() / 2 ** 32;
  Date.now = () => epochMs + Math.floor(world.nowMs) + (world.current?.wallOffsetMs ?? 0);
  Object.defineProperty(performance, 'now', { configurable: true, value: () => world.nowMs });
  return {
    [Symbol.dispose]: () => {
      Object.assign(scope, originals);
      Math.random = mathRandom;
      Date.now = dateNow;
      Reflect.deleteProperty(performance, 'now');
    },
  };
}
