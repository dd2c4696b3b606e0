// Loaded where they are used: most processes of a cluster speak plain TCP or Unix sockets, and OpenSSL's
// side of Node takes some MiB of each.
import type * as NodeCrypto from 'node:crypto';
import type * as NodeTls from 'node:tls';

export function nodeTls(): typeof NodeTls {
  return process.getBuiltinModule('node:tls');
}

export function nodeCrypto(): typeof NodeCrypto {
  return process.getBuiltinModule('node:crypto');
}
