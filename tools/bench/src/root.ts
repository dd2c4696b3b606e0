import { join } from 'node:path';

/** The root of the repository that this file lies in. */
export const root: string = join(import.meta.dirname, '../../..');
