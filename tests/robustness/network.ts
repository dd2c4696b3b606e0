import type { Program } from '../kit/index.ts';

/** Where a member lives: its addresses, and how its processes get there. */
export interface Place {
  /** Where the member's listeners are, as everybody reaches them. */
  readonly host: string;
  /** `host:port` of the member's own listener for its peers … */
  readonly peerListen: string;
  /** … and what the other members are told. */
  readonly peerAdvertised: string;
  /** The command that runs another one at this place. */
  wrap(command: string, args: readonly string[]): readonly [string, readonly string[]];
}

/** What carries traffic between members, and can lose it. Members are named by their number from 0. */
export interface PeerNetwork extends AsyncDisposable {
  readonly kind: 'namespaces' | 'proxies';
  /** Where services that belong to no member listen. */
  readonly servicesHost: string;
  readonly places: readonly Place[];
  /** Tells the network which process is whose peer, before any of them starts. */
  attach(nodes: readonly Program[]): void;
  /** Nothing that `from` sends reaches `to` any more; neither side is told. */
  block(from: number, to: number): Promise<void>;
  /** Everything passes again. */
  heal(): Promise<void>;
}

/** Nothing passes between members of different groups; members in no group are cut off. */
export async function partition(
  network: PeerNetwork,
  groups: readonly (readonly number[])[],
): Promise<void> {
  const groupOf = (member: number): number => groups.findIndex((group) => group.includes(member));
  for (const from of network.places.keys()) {
    for (const to of network.places.keys()) {
      const together = groupOf(from) === groupOf(to) && groupOf(from) !== -1;
      if (from !== to && !together) await network.block(from, to);
    }
  }
}
