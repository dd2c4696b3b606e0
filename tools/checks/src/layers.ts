// Checks the layer boundaries of the repository this file lies in; part of `npm run verify`.
import { join } from 'node:path';
import { checkLayers } from './layers/check-layers.ts';
import { readWorkspace } from './layers/workspace.ts';

const packages = readWorkspace(join(import.meta.dirname, '../../..'));
const violations = checkLayers(packages);
for (const violation of violations) console.error(violation);
console.log(`${packages.length} packages, ${violations.length} violations`);
process.exitCode = violations.length === 0 ? 0 : 1;
