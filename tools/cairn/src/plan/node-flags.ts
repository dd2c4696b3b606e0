// What V8 is told about each service. Left alone, V8 sizes its young generation for throughput by the
// machine: 128 MiB and more in a process that was busy once, and it keeps them. A larger one only makes
// short-lived garbage cheaper; so the two services on the request path get what measurably helps them,
// and those that mostly wait get the least there is. The old generation is never limited: running into
// such a limit ends the process, and what it holds is bounded by the services' own limits.
//
// Buffers live outside V8's heap, and V8 by its default collects the whole heap after every few dozen
// MiB of them, as if they were leaks. What passes through a service are buffers: a range of 12 MB cost
// each process a full collection or more. With the flag below they count as part of one total.
//
// The Dockerfiles start the services with the same flags.

export type ServiceName = 'raft-node' | 'client-gateway' | 'lease-keeper' | 'metrics-exporter';

/**
 * One third of what the young generation can take. At 10 × 10 puts in flight 16 costs within the noise
 * of no limit at all (34 µs of raft-node against 30–32) and 80 MiB less; 4 costs a sixth more.
 */
const semiSpaceMiB: Readonly<Record<ServiceName, number>> = {
  'raft-node': 16,
  'client-gateway': 16,
  'lease-keeper': 2,
  'metrics-exporter': 1,
};

export function nodeFlags(name: ServiceName): readonly string[] {
  return [
    `--max-semi-space-size=${semiSpaceMiB[name]}`,
    '--external-memory-accounted-in-global-limit',
  ];
}
