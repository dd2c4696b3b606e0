#!/usr/bin/env node
// `cairn`: one member of a cluster, with etcd's command line.
//
// The rest is imported only once compiled code is kept: a start that finds it takes half the time, and
// needs no translator of TypeScript in memory.
import { enableCompileCache } from 'node:module';
import { compileCache } from './startup/compile-cache.ts';

enableCompileCache(compileCache);
await import('./launch.ts');
