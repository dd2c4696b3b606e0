// Makes a new app: the files of the template with the app's name in them, and a service in the
// Compose file. Nothing is overwritten.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';

const templateDirectory = join(import.meta.dirname, '../template');
const suffix = '.template';

export interface ScaffoldOptions {
  /** The root of the repository. */
  readonly root: string;
  readonly name: string;
}

/** Answers the files made or changed, relative to the root. @throws Error saying what is wrong */
export function scaffold({ root, name }: ScaffoldOptions): string[] {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 40) {
    throw new Error(`"${name}" is no name for an app: lower-case words joined by hyphens, please`);
  }
  const app = join(root, 'apps', name);
  if (existsSync(app)) throw new Error(`apps/${name} exists already`);
  const made: string[] = [];
  for (const file of readdirSync(templateDirectory, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith(suffix)) continue;
    const target = join(app, file.slice(0, -suffix.length));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, filled(readFileSync(join(templateDirectory, file), 'utf8'), name));
    made.push(join('apps', name, file.slice(0, -suffix.length)));
  }
  addToCompose(join(root, 'deploy/compose.yaml'), name);
  return [...made.toSorted(), 'deploy/compose.yaml'];
}

function filled(template: string, name: string): string {
  return template
    .replaceAll('{{name}}', name)
    .replaceAll('{{identifier}}', name.replaceAll('-', '_'));
}

/** Keeps the comments and anchors of the file. */
function addToCompose(file: string, name: string): void {
  const document = parseDocument(readFileSync(file, 'utf8'), { merge: true });
  const service = document.createNode({
    build: { context: '..', dockerfile: `apps/${name}/Dockerfile` },
    image: `cairn/${name}`,
    restart: 'unless-stopped',
    depends_on: ['m1'],
    networks: ['cairn'],
    environment: { CAIRN_NODE_ADDRESS: 'm1:2381' },
  });
  document.setIn(['services', name], service);
  writeFileSync(file, document.toString({ lineWidth: 0 }));
}
