// npm run new-app -- NAME
import { join } from 'node:path';
import { scaffold } from './scaffold.ts';

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || rest.length > 0 || name.startsWith('-')) {
  console.error('usage: npm run new-app -- NAME   (makes apps/NAME; see docs/extending.md)');
  process.exit(2);
}
try {
  const root = join(import.meta.dirname, '../../..');
  for (const file of scaffold({ root, name })) console.log(file);
  console.log(`
Next:
  npm install                                    # links the new workspace
  node apps/${name}/src/main.ts --node-address 127.0.0.1:2381
  npx nx test @cairn/${name}
What your app does goes into apps/${name}/src/event-handler.ts.`);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
