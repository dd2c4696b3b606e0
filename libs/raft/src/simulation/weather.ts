// How often what happens in one run, drawn from the run's seed. Runs that are all alike visit the same
// few situations over and over; runs that each do little of one thing and much of another (swarm
// testing, Groce et al. 2012) reach the corners, such as a long diverging log, or many conf changes.
import { assert } from '@cairn/core';
import type { Random } from '@cairn/core';

export interface Weather {
  readonly steps: Weights<'deliver' | 'work' | 'tick' | 'ask' | 'disturb'>;
  readonly asks: Weights<'propose' | 'read' | 'changeConf' | 'transfer'>;
  readonly disturbances: Weights<
    'crash' | 'partition' | 'reunite' | 'flush' | 'compact' | 'sendEarly' | 'campaign' | 'oversleep'
  >;
  readonly lossPercent: number;
  readonly repeatPercent: number;
  readonly reorderPercent: number;
}

export type Weights<Name extends string> = readonly (readonly [Name, number])[];

export function drawWeather(random: Random, changesMembership: boolean): Weather {
  const between = (low: number, high: number): number => low + random.nextBelow(high - low + 1);
  /** Often nothing at all, otherwise up to `high`. */
  const maybe = (high: number): number => (random.nextBelow(3) === 0 ? 0 : random.nextBelow(high));
  return {
    steps: [
      ['deliver', between(200, 500)],
      ['work', between(300, 700)],
      ['tick', between(20, 80)],
      ['ask', between(20, 120)],
      ['disturb', between(2, 25)],
    ],
    asks: [
      ['propose', between(20, 80)],
      ['read', between(5, 40)],
      ['changeConf', changesMembership ? between(5, 60) : 0],
      ['transfer', maybe(10)],
    ],
    disturbances: [
      ['crash', maybe(30)],
      ['partition', maybe(30)],
      ['reunite', between(1, 20)],
      ['flush', between(1, 20)],
      ['compact', maybe(30)],
      ['sendEarly', maybe(30)],
      ['campaign', maybe(20)],
      ['oversleep', maybe(10)],
    ],
    lossPercent: maybe(20),
    repeatPercent: maybe(10),
    reorderPercent: maybe(60),
  };
}

export function pick<Name extends string>(random: Random, weights: Weights<Name>): Name {
  let total = 0;
  for (const [, weight] of weights) total += weight;
  let dice = random.nextBelow(total);
  for (const [name, weight] of weights) {
    if (dice < weight) return name;
    dice -= weight;
  }
  assert(false, 'the dice fell off the table');
}
