// Ports for a cluster of several members on one machine.

export interface LocalMember {
  readonly name: string;
  readonly clientUrl: string;
  readonly peerUrl: string;
  readonly metricsUrl: string;
  readonly nodeAddress: string;
  readonly keeperAddress: string;
  /** The same for all members, as flags take them. */
  readonly initialCluster: string;
  readonly nodeAddresses: string;
}

/** The client ports etcd's own examples use. */
const customaryPorts: readonly number[] = [2_379, 22_379, 32_379, 42_379, 52_379];
const portsPerMember = 10;

/** @param basePort 0 for the customary ports. */
export function planClusterMembers(count: number, basePort: number): readonly LocalMember[] {
  const members = Array.from({ length: count }, (_, index) => {
    const first = basePort === 0 ? (customaryPorts[index] ?? 0) : basePort + index * portsPerMember;
    return {
      name: `m${index + 1}`,
      clientUrl: `http://127.0.0.1:${first}`,
      peerUrl: `http://127.0.0.1:${first + 1}`,
      metricsUrl: `http://127.0.0.1:${first + 2}`,
      nodeAddress: `127.0.0.1:${first + 3}`,
      keeperAddress: `127.0.0.1:${first + 4}`,
    };
  });
  const initialCluster = members.map(({ name, peerUrl }) => `${name}=${peerUrl}`).join(',');
  const nodeAddresses = members.map(({ nodeAddress }) => nodeAddress).join(',');
  return members.map((member) => ({ ...member, initialCluster, nodeAddresses }));
}
