// The configuration of a raft-node as its flags make it, so that a test spells out only what it is about.
import { readConfig } from '@cairn/config';
import { definition } from '../config.ts';
import type { RaftNodeConfig } from '../config.ts';

export function raftNodeConfig(given: Partial<RaftNodeConfig>): RaftNodeConfig {
  const read = readConfig(definition, { argv: ['--data-dir=/'], env: {}, readFile: () => '' });
  if (read.kind !== 'values') throw new Error('the defaults are no configuration');
  return { ...read.values, ...given };
}
