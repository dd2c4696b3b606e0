#!/usr/bin/env node
// `npm run cluster`: a whole cluster on this machine.
import { keepCompiledCode } from './startup/compile-cache.mjs';

keepCompiledCode();
await import('./launch-cluster.ts');
