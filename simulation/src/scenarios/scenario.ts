/** A run in which what happens is not drawn but told, because it has gone wrong in etcd once. */
export interface Scenario {
  readonly name: string;
  /** The violation; undefined = all is well. */
  readonly run: () => Promise<Error | undefined>;
}
