// How a process proves to NATS who it is, and how NATS proves it. Secrets stand in files, so that they are in
// no process list, and the files are read for each connection, so that they can be replaced.
import { readFileSync } from 'node:fs';
import type { NatsSecurityConfig } from '@cairn/config';
import { credsAuthenticator } from 'nats';
import type { ConnectionOptions } from 'nats';

/** What Node's client of NATS is told. @throws Error naming flag and file when one cannot be read */
export function securityOptions(config: NatsSecurityConfig): Partial<ConnectionOptions> {
  const { natsCaFile, natsCertFile, natsKeyFile, natsUser } = config;
  const ca = read('nats-ca-file', natsCaFile)?.toString();
  const cert = read('nats-cert-file', natsCertFile)?.toString();
  const key = read('nats-key-file', natsKeyFile)?.toString();
  const pass = read('nats-password-file', config.natsPasswordFile)?.toString().trim();
  const token = read('nats-token-file', config.natsTokenFile)?.toString().trim();
  const creds = read('nats-creds-file', config.natsCredsFile);
  return {
    ...(ca === undefined && cert === undefined
      ? {}
      : {
          tls: {
            ...(ca === undefined ? {} : { ca }),
            ...(cert === undefined || key === undefined ? {} : { cert, key }),
          },
        }),
    ...(pass === undefined ? {} : { user: natsUser, pass }),
    ...(token === undefined ? {} : { token }),
    ...(creds === undefined ? {} : { authenticator: credsAuthenticator(creds) }),
  };
}

function read(flag: string, path: string): Buffer | undefined {
  if (path === '') return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`--${flag}: ${path}: ${reason}`, { cause: error });
  }
}
