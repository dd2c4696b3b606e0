/**
 * What glibc is told about memory that is freed. By itself it keeps it: every socket is read into 64 KiB
 * that are freed at once, and what is allocated in between keeps them from being given back. With a million
 * keys that was 150 MiB of a raft-node. From this size on each block is a mapping of its own, which goes
 * when it is freed; the rest is given back sooner, and all threads share one heap. Other C libraries ignore it.
 *
 * The Dockerfiles set the same.
 */
export const mallocSettings: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '65536',
  MALLOC_TRIM_THRESHOLD_: '131072',
};
