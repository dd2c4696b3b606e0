import type { TreeUsage } from './process-tree.ts';
import { usageOfTrees } from './process-tree.ts';

/** A member or a cluster of some product, ready to be used. */
export interface RunningServer extends AsyncDisposable {
  readonly name: string;
  /** `host:port` of every member. */
  readonly endpoints: readonly string[];
  /** The processes that were started; others are below them. */
  readonly pids: readonly number[];
}

export function endpointOf({ name, endpoints }: RunningServer): string {
  const [first] = endpoints;
  if (first === undefined) throw new Error(`${name} has no endpoint`);
  return first;
}

export function usageOf(server: RunningServer): TreeUsage {
  return usageOfTrees(server.pids);
}
