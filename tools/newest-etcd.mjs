// A newer etcd and etcdctl than those that Debian's stable release has, unpacked beside them for comparisons with
// what only newer ones do. They come from the machine's own Debian mirror, by apt with directories of its own:
// nothing of the machine's packages, lists or sources changes. Plain JavaScript, as setup.mjs is.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const suite = 'sid';
const packages = ['etcd-server', 'etcd-client'];
const programs = ['etcd', 'etcdctl'];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Answers whether they are there now. */
export function fetchNewestEtcd(root) {
  if (isFetched(root)) return true;
  const mirror = mirrorUri();
  if (mirror === undefined || !existsSync(keyring)) return false;
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-newest-etcd-'));
  try {
    const apt = privateApt(scratch, mirror);
    if (!apt('update', '-q') || !apt('download', '-q', ...packages)) return false;
    mkdirSync(directoryOf(root), { recursive: true });
    for (const file of readdirSync(scratch).filter((name) => name.endsWith('.deb'))) {
      run('dpkg-deb', ['--extract', join(scratch, file), directoryOf(root)], scratch);
    }
    return isFetched(root);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function isFetched(root) {
  return programs.every((program) => existsSync(join(directoryOf(root), 'usr/bin', program)));
}

function directoryOf(root) {
  return join(root, 'node_modules/.cache/newest-etcd');
}

/** Of the first source that the machine has, in the newer format or the older one. */
function mirrorUri() {
  const parts = '/etc/apt/sources.list.d';
  const names = existsSync(parts) ? readdirSync(parts).sort() : [];
  const files = [...names.map((name) => join(parts, name)), '/etc/apt/sources.list'];
  for (const file of files.filter((name) => /\.(sources|list)$/.test(name) && existsSync(name))) {
    const text = readFileSync(file, 'utf8');
    const found =
      /^URIs:\s*(\S+\/debian\/?)\s/m.exec(text) ?? /^deb\s.*?(\S+\/debian\/?)\s/m.exec(text);
    if (found !== null) return found[1];
  }
  return undefined;
}

function privateApt(scratch, mirror) {
  const sources = join(scratch, 'sources.list');
  writeFileSync(sources, `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`);
  for (const directory of ['lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(scratch, directory), { recursive: true });
  }
  const options = [
    `Dir::Etc::SourceList=${sources}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${join(scratch, 'lists')}`,
    `Dir::Cache=${join(scratch, 'cache')}`,
    'Acquire::Languages=none',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  return (...args) => run('apt-get', [...options, ...args], scratch);
}

function run(program, args, directory) {
  const { status } = spawnSync(program, args, {
    cwd: directory,
    stdio: ['ignore', process.stderr, process.stderr],
    timeout: 180_000,
  });
  return status === 0;
}
