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
// The total of a gateway is small, and V8 lets only a part of it come on top before it collects again. A
// range of 28 MB that waits for its client is more than that: each could be a collection or two of the whole
// heap, two fifths of what the gateway did, while puts waited.
//
// The Dockerfiles start the services with the same flags.

export type ServiceName = 'raft-node' | 'client-gateway' | 'lease-keeper' | 'metrics-exporter';

/**
 * One third of what the young generation can take. At 10 × 10 puts in flight 16 costs within the noise
 * of no limit at all (34 µs of raft-node against 30–32) and 80 MiB less; 4 costs a sixth more. In a gateway
 * 8 costs what 16 does (10 × 10 and 100 × 10, puts and ranges), and 17 MiB less.
 */
const semiSpaceMiB: Readonly<Record<ServiceName, number>> = {
  'raft-node': 16,
  'client-gateway': 8,
  'lease-keeper': 2,
  'metrics-exporter': 1,
};

/**
 * By how much the heap may grow from one full collection to the next; without it V8 decides, between 10
 * and 300. Where the heap is large this is a lot of memory: after a million puts half of a raft-node's heap
 * and two thirds of its buffers were garbage. With 100 it collects 12 times meanwhile instead of 7; with 60,
 * which cannot be told from 100 by the CPU of puts, it has 17 MiB less.
 *
 * A client that reads 100,000 records of 256 bytes in a loop costs the gateway 40 to 70 ms of CPU per range
 * with 100 or with 200. Without, it is the same while scavenges free the buffers in time, but once one full
 * collection has set a low limit they follow each other: 90 to 140 ms then. 200 needs fewer of them than 100.
 * The p99 of puts beside it fell by two fifths. It may take 56 MiB more after such a load.
 */
const heapGrowthPercent: Readonly<Partial<Record<ServiceName, number>>> = {
  'client-gateway': 200,
  'raft-node': 60,
};

/** These do little, and V8 compiles less of them then. */
const smallest: ReadonlySet<ServiceName> = new Set(['lease-keeper', 'metrics-exporter']);

export function nodeFlags(name: ServiceName): readonly string[] {
  const growthPercent = heapGrowthPercent[name];
  return [
    `--max-semi-space-size=${semiSpaceMiB[name]}`,
    '--external-memory-accounted-in-global-limit',
    ...(growthPercent === undefined ? [] : [`--heap-growing-percent=${growthPercent}`]),
    ...(smallest.has(name) ? ['--optimize-for-size'] : []),
  ];
}
