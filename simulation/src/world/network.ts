// Who reaches whom, and how long it takes. Two kinds of traffic: parcels, which the network may lose,
// repeat and overtake (messages between members, the bus), and pipes, which are TCP connections: in order
// and complete, or broken. A blocked direction swallows parcels; a pipe waits, and breaks if it lasts.
import type { Random } from '@cairn/core';
import type { Host } from './host.ts';
import type { World } from './world.ts';

export interface LinkQuality {
  readonly delayMsMin: number;
  readonly delayMsMax: number;
  readonly lossPercent: number;
  readonly repeatPercent: number;
  /** Of the parcels, so many take up to ten times as long: others overtake them. */
  readonly detourPercent: number;
}

const perfect: LinkQuality = {
  delayMsMin: 0.1,
  delayMsMax: 1,
  lossPercent: 0,
  repeatPercent: 0,
  detourPercent: 0,
};

/** How long a blocked connection lasts until an end gives it up. */
const brokenAfterMsMin = 300;
const brokenAfterMsMax = 2_500;

export class Network {
  readonly #world: World;
  readonly #random: Random;
  readonly #blocked = new Set<string>();
  readonly #pipes = new Set<Pipe>();
  quality: LinkQuality = perfect;
  /** How often the network did it. */
  readonly counts = { lost: 0, repeated: 0, detoured: 0, blocked: 0, broken: 0 };

  constructor(world: World) {
    this.#world = world;
    this.#random = world.fork();
  }

  isBlocked(from: Host, to: Host): boolean {
    // The question of every message; mostly there is no block at all.
    return this.#blocked.size > 0 && this.#blocked.has(`${from.name}>${to.name}`);
  }

  block(from: Host, to: Host): void {
    this.#blocked.add(`${from.name}>${to.name}`);
  }

  get hasBlocks(): boolean {
    return this.#blocked.size > 0;
  }

  /** Every way is open again. */
  unblockAll(): void {
    this.#blocked.clear();
    for (const pipe of this.#pipes) pipe.unblocked();
  }

  /** From and to everyone the same, and no faults from now on. */
  calm(): void {
    this.quality = perfect;
    this.unblockAll();
  }

  /** @returns false when it is certain that it does not arrive */
  send(from: Host, to: Host, label: string, arrive: () => void): boolean {
    const { lossPercent, repeatPercent } = this.quality;
    if (this.isBlocked(from, to)) {
      this.counts.blocked += 1;
      return false;
    }
    if (this.#chance(lossPercent)) {
      this.counts.lost += 1;
      return false;
    }
    this.#deliver(from, to, label, arrive);
    if (this.#chance(repeatPercent)) {
      this.counts.repeated += 1;
      this.#deliver(from, to, label, arrive);
    }
    return true;
  }

  /** An ordered connection between the present lives of two processes. */
  connect(from: Host, to: Host, onBroken: () => void): Pipe {
    const pipe = new Pipe(this.#world, this, from, to, () => {
      this.#pipes.delete(pipe);
      onBroken();
    });
    this.#pipes.add(pipe);
    return pipe;
  }

  delayUs(): number {
    const { delayMsMin, delayMsMax } = this.quality;
    const range = Math.max(1, Math.round((delayMsMax - delayMsMin) * 1000));
    return delayMsMin * 1000 + this.#random.nextBelow(range);
  }

  patienceUs(): number {
    return (brokenAfterMsMin + this.#random.nextBelow(brokenAfterMsMax - brokenAfterMsMin)) * 1000;
  }

  isHeads(): boolean {
    return this.#random.nextBelow(2) === 0;
  }

  /** Some connections between these break, and new ones can be made at once. */
  reset(hosts: readonly Host[]): void {
    const pipes = [...this.#pipes];
    for (const pipe of pipes) {
      if (!hosts.includes(pipe.from) || !hosts.includes(pipe.to) || !this.isHeads()) continue;
      this.counts.broken += 1;
      pipe.break();
    }
  }

  /** A process is gone: its connections break, for the other end a little later. */
  hostDown(host: Host): void {
    const pipes = [...this.#pipes];
    for (const pipe of pipes) {
      if (pipe.from === host || pipe.to === host) pipe.break();
    }
  }

  #deliver(from: Host, to: Host, label: string, arrive: () => void): void {
    let delayUs = this.delayUs();
    if (this.#chance(this.quality.detourPercent)) {
      this.counts.detoured += 1;
      delayUs *= 2 + this.#random.nextBelow(9);
    }
    this.#world.schedule(delayUs, to, label, () => {
      // A cut takes what is under way with it.
      if (!this.isBlocked(from, to)) arrive();
    });
  }

  #chance(percent: number): boolean {
    return percent > 0 && this.#random.nextBelow(100) < percent;
  }
}

interface Waiting {
  readonly label: string;
  readonly arrive: () => void;
}

/** One direction of a connection. What is sent arrives in order, or the pipe breaks. */
export class Pipe {
  readonly from: Host;
  readonly to: Host;
  readonly #world: World;
  readonly #network: Network;
  readonly #life: number;
  #onBroken: (() => void) | undefined;
  #waiting: Waiting[] = [];
  #lastUs = 0;
  #givesUp = false;

  constructor(world: World, network: Network, from: Host, to: Host, onBroken: () => void) {
    this.#world = world;
    this.#network = network;
    this.from = from;
    this.to = to;
    this.#life = to.life;
    this.#onBroken = onBroken;
  }

  get isBroken(): boolean {
    return this.#onBroken === undefined;
  }

  send(label: string, arrive: () => void): void {
    if (this.isBroken) return;
    if (this.#waiting.length > 0 || this.#network.isBlocked(this.from, this.to)) {
      this.#waiting.push({ label, arrive });
      this.#giveUpLater();
      return;
    }
    this.#deliver(label, arrive);
  }

  unblocked(): void {
    if (this.#network.isBlocked(this.from, this.to)) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { label, arrive } of waiting) this.#deliver(label, arrive);
  }

  break(): void {
    const onBroken = this.#onBroken;
    this.#onBroken = undefined;
    this.#waiting = [];
    onBroken?.();
  }

  #deliver(label: string, arrive: () => void): void {
    const world = this.#world;
    const atUs = Math.max(this.#lastUs + 1, world.nowUs + this.#network.delayUs());
    this.#lastUs = atUs;
    if (this.to.life !== this.#life) return;
    world.schedule(atUs - world.nowUs, this.to, label, () => {
      if (!this.isBroken) arrive();
    });
  }

  #giveUpLater(): void {
    if (this.#givesUp) return;
    this.#givesUp = true;
    this.#world.schedule(this.#network.patienceUs(), undefined, 'patience', () => {
      this.#givesUp = false;
      if (this.#waiting.length === 0 || this.isBroken) return;
      this.#network.counts.broken += 1;
      this.break();
    });
  }
}
