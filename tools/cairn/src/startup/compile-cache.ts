import { join } from 'node:path';

/** Where compiled code of the launcher and the services is kept. Without a right to write there it is not. */
export const compileCache: string = join(
  import.meta.dirname,
  '../../../../node_modules/.cache/cairn',
);
