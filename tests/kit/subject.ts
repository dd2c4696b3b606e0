// What the tests are about is Cairn; with CAIRN_SUBJECT=path-of-an-etcd it is that etcd instead. So
// the tests themselves are checked: what real etcd does not pass is wrong with the test.
import { startCluster } from './cluster.ts';
import type { Cluster, ClusterOptions } from './cluster.ts';
import { startEtcdCluster } from './etcd-cluster.ts';
import { etcdVersion, startEtcd } from './etcd.ts';
import { startCairn } from './launcher.ts';
import type { LauncherOptions } from './launcher.ts';
import type { SingleServer } from './server.ts';

/** The etcd release whose behaviour Cairn follows. */
export const followedVersion = '3.7.1';

/** One member of the system under test. */
export function startSubject(options: LauncherOptions = {}): Promise<SingleServer> {
  const binary = substitute();
  return binary === undefined ? startCairn(options) : startEtcd({ ...options, binary });
}

/** Several members of the system under test. */
export function startSubjectCluster(options: ClusterOptions): Promise<Cluster> {
  const binary = substitute();
  return binary === undefined ? startCluster(options) : startEtcdCluster(binary, options);
}

/** The etcd release that the subject is, or follows. */
export function subjectVersion(): string {
  const binary = substitute();
  return binary === undefined ? followedVersion : etcdVersion(binary);
}

/** True when a real etcd stands in for Cairn. */
export function subjectIsEtcd(): boolean {
  return substitute() !== undefined;
}

function substitute(): string | undefined {
  const binary = process.env['CAIRN_SUBJECT'] ?? '';
  return binary === '' ? undefined : binary;
}
