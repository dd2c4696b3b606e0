import type { EtcdClient } from './client.ts';
import type { Program } from './program.ts';

/** One member that serves the etcd API on one port: real etcd, or Cairn through its launcher. */
export interface SingleServer extends AsyncDisposable {
  /** `host:port` of the client API, the same after every restart. */
  readonly endpoint: string;
  readonly dataDirectory: string;
  /** The process to stop and start; Cairn's launcher has its services as children. */
  readonly program: Program;
  connect(): EtcdClient;
}
