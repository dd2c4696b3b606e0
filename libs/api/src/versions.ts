// Versions that clients read. kube-apiserver and others switch features on and off by the version of
// etcd they believe to talk to, so this is the version whose API and texts Cairn answers with.

/** The release of etcd that Cairn behaves as; `Status.version` and `/version`. */
export const etcdVersion = '3.7.1';

/** What the members of a cluster have agreed on: always a minor release. */
export const clusterVersion = '3.7.0';

/** The release of etcd whose tables the stored data follows. */
export const storageVersion = '3.7.0';

/** Cairn's own. */
export const cairnVersion = '0.1.0';
