// Members as operators secure them: started by the launcher with etcd's flags, TLS at every port.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  etcdctl,
  freePort,
  isHealthy,
  Program,
  repositoryRoot,
  scratchDirectory,
} from '../kit/index.ts';
import type { CommandResult } from '../kit/index.ts';
import type { CertificateFiles, TestAuthority } from './authority.ts';

export interface SecuredMember {
  readonly name: string;
  /** `https://…` */
  readonly clientUrl: string;
  readonly program: Program;
  readonly ports: Readonly<Record<'client' | 'peer' | 'node' | 'keeper', number>>;
  /** Its own copies, to be replaced while it runs. */
  readonly client: CertificateFiles;
  readonly peer: CertificateFiles;
}

export interface SecuredOptions {
  readonly names: readonly string[];
  readonly authority: TestAuthority;
  /** Of one member's peer port, instead of the authority. */
  readonly peerAuthorities?: Readonly<Record<string, TestAuthority>>;
  /** Of each member, besides those for TLS. */
  readonly flags?: readonly string[];
}

interface Ports {
  readonly name: string;
  readonly client: number;
  readonly peer: number;
  readonly metrics: number;
  readonly node: number;
  readonly keeper: number;
}

const here = '127.0.0.1';

/** Not started. */
export async function planSecured(options: SecuredOptions): Promise<readonly SecuredMember[]> {
  const plan: Ports[] = [];
  for (const name of options.names) {
    const ports = [await freePort(), await freePort(), await freePort(), await freePort()] as const;
    const [client, peer, metrics, node] = ports;
    plan.push({ name, client, peer, metrics, node, keeper: await freePort() });
  }
  return plan.map((ports) => secured(ports, plan, options));
}

function secured(
  { name, client: port, peer: peerPort, metrics, node, keeper }: Ports,
  all: readonly Ports[],
  { authority, peerAuthorities, flags = [] }: SecuredOptions,
): SecuredMember {
  const directory = scratchDirectory(`${name}-tls`);
  const hosts = `IP:${here}`;
  const client = ownCopy(directory, 'client', authority.issue({ commonName: name, hosts }));
  const peerAuthority = peerAuthorities?.[name] ?? authority;
  const peer = ownCopy(directory, 'peer', peerAuthority.issue({ commonName: name, hosts }));
  const program = new Program({
    name,
    command: process.execPath,
    args: [
      join(repositoryRoot, 'tools/cairn/src/main.mjs'),
      `--name=${name}`,
      `--data-dir=${join(directory, 'data')}`,
      '--no-nats',
      '--exit-with-parent',
      `--listen-client-urls=https://${here}:${port}`,
      `--listen-peer-urls=https://${here}:${peerPort}`,
      `--listen-metrics-urls=http://${here}:${metrics}`,
      `--listen-node-address=${here}:${node}`,
      `--listen-keeper-address=${here}:${keeper}`,
      `--node-addresses=${all.map((one) => `${here}:${one.node}`).join()}`,
      `--initial-cluster=${all.map((one) => `${one.name}=https://${here}:${one.peer}`).join()}`,
      `--cert-file=${client.cert}`,
      `--key-file=${client.key}`,
      '--client-cert-auth',
      `--trusted-ca-file=${authority.certificate}`,
      `--client-crl-file=${authority.revocationList}`,
      `--peer-cert-file=${peer.cert}`,
      `--peer-key-file=${peer.key}`,
      '--peer-client-cert-auth',
      `--peer-trusted-ca-file=${authority.certificate}`,
      `--peer-crl-file=${authority.revocationList}`,
      ...flags,
    ],
    // As a kubelet asks: without a certificate.
    ready: () => isHealthy(`${here}:${metrics}`),
  });
  const ports = { client: port, peer: peerPort, node, keeper };
  return { name, clientUrl: `https://${here}:${port}`, program, ports, client, peer };
}

function ownCopy(directory: string, name: string, files: CertificateFiles): CertificateFiles {
  const own = { cert: join(directory, `${name}.crt`), key: join(directory, `${name}.key`) };
  copyFileSync(files.cert, own.cert);
  copyFileSync(files.key, own.key);
  return own;
}

/** One etcdctl command as the holder of this certificate. */
export function etcdctlAs(
  who: CertificateFiles | undefined,
  authority: TestAuthority,
  endpoint: string,
  ...args: readonly string[]
): Promise<CommandResult> {
  const identity = who === undefined ? [] : [`--cert=${who.cert}`, `--key=${who.key}`];
  const patience = ['--dial-timeout=2s', '--command-timeout=3s'];
  const trust = `--cacert=${authority.certificate}`;
  return etcdctl({ endpoint, args: [trust, ...identity, ...patience, ...args] });
}
