// NATS between processes: the memory twin of libs/bus, with the network's losses, repetitions and detours
// on the way to each subscriber, who hears a message in a turn of its own.
import { MemoryBus } from '@cairn/bus';
import type { ConnectPublisher, ConnectSubscriber, EventSubscriber } from '@cairn/bus';
import type { Random } from '@cairn/core';
import type { Host } from './host.ts';
import type { Network } from './network.ts';
import type { World } from './world.ts';

export class SimulatedBus {
  readonly #memory = new MemoryBus();
  readonly #network: Network;
  readonly #world: World;
  readonly #host: Host;
  readonly #random: Random;
  readonly #listeners: ((message: Uint8Array) => void)[] = [];
  readonly #subscribers = new Map<Host, Set<EventSubscriber>>();

  constructor(world: World, network: Network) {
    this.#world = world;
    this.#network = network;
    this.#random = world.fork();
    this.#host = world.addHost('nats');
    this.#host.boot();
  }

  get connectPublisher(): ConnectPublisher {
    return this.#memory.connectPublisher;
  }

  setReachable(isReachable: boolean): void {
    this.#memory.setReachable(isReachable);
  }

  /** Somebody else publishes what is no event. */
  garbage(): void {
    const bytes = Uint8Array.from({ length: 40 }, () => this.#random.nextBelow(256));
    for (const listener of this.#listeners) listener(bytes);
  }

  subscriberAt(host: Host): ConnectSubscriber {
    return (options) => {
      const { life } = host;
      const inTurn = (label: string, run: () => void): void => {
        if (host.life === life) this.#world.schedule(this.#network.delayUs(), host, label, run);
      };
      const hear = (message: Uint8Array): void => {
        if (host.life !== life) return;
        this.#network.send(this.#host, host, 'bus', () => options.onMessage(message));
      };
      this.#listeners.push(hear);
      const subscriber = this.#memory.connectSubscriber({
        ...options,
        onMessage: hear,
        onStatus: (status) => inTurn('bus status', () => options.onStatus?.(status)),
      });
      this.#of(host).add(subscriber);
      return subscriber;
    };
  }

  /** Its process is gone. */
  hostDown(host: Host): void {
    for (const subscriber of this.#of(host)) void subscriber.close();
    this.#of(host).clear();
  }

  #of(host: Host): Set<EventSubscriber> {
    let subscribers = this.#subscribers.get(host);
    if (subscribers === undefined) {
      subscribers = new Set();
      this.#subscribers.set(host, subscribers);
    }
    return subscribers;
  }
}
