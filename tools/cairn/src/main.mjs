#!/usr/bin/env node
// `cairn`: one member of a cluster, with etcd's command line.
import { keepCompiledCode } from './startup/compile-cache.mjs';

keepCompiledCode();
await import('./launch-member.ts');
