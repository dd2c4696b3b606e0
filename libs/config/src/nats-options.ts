// How a member proves to NATS who it is, and how NATS proves it. The launcher takes these flags, the raft-node
// and the gateway act on them. Secrets stand in files, so that they are in no list of processes.
import { option } from './option.ts';
import type { Option } from './option.ts';

/** Paths, and a name; empty = not given. */
export interface NatsSecurityConfig {
  readonly natsCaFile: string;
  readonly natsCertFile: string;
  readonly natsKeyFile: string;
  readonly natsUser: string;
  readonly natsPasswordFile: string;
  readonly natsTokenFile: string;
  readonly natsCredsFile: string;
}

const text = (help: string): Option<string> => option.string({ help, default: '' });

export const natsSecurityOptions: {
  readonly 'nats-ca-file': Option<string>;
  readonly 'nats-cert-file': Option<string>;
  readonly 'nats-key-file': Option<string>;
  readonly 'nats-user': Option<string>;
  readonly 'nats-password-file': Option<string>;
  readonly 'nats-token-file': Option<string>;
  readonly 'nats-creds-file': Option<string>;
} = {
  'nats-ca-file': text('authorities of the NATS servers (PEM); NATS is spoken over TLS then'),
  'nats-cert-file': text('certificate shown to NATS (PEM)'),
  'nats-key-file': text('its key (PEM)'),
  'nats-user': text('user at NATS, with --nats-password-file'),
  'nats-password-file': text('file with the password of --nats-user'),
  'nats-token-file': text('file with a token for NATS'),
  'nats-creds-file': text('credentials file of NATS (JWT and seed)'),
};

export function natsSecurityMistakes(config: NatsSecurityConfig): readonly string[] {
  const mistakes: string[] = [];
  if ((config.natsCertFile === '') !== (config.natsKeyFile === '')) {
    mistakes.push('--nats-cert-file and --nats-key-file go together');
  }
  if ((config.natsUser === '') !== (config.natsPasswordFile === '')) {
    mistakes.push('--nats-user and --nats-password-file go together');
  }
  const ways = [config.natsUser, config.natsTokenFile, config.natsCredsFile];
  if (ways.filter((way) => way !== '').length > 1) {
    mistakes.push('of --nats-user, --nats-token-file and --nats-creds-file only one can be given');
  }
  return mistakes;
}
