// A newer etcd than the one that Debian's stable release has, unpacked beside it for comparisons with what only
// newer ones do. It comes from the machine's own Debian mirror, by apt with directories of its own: nothing
// of the machine's packages, lists or sources changes. Plain JavaScript, as setup.mjs is.
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
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Where it is, or would be. */
export function newestEtcdPath(root) {
  return join(directoryOf(root), 'usr/bin/etcd');
}

/** Answers whether it is there now. */
export function fetchNewestEtcd(root) {
  if (existsSync(newestEtcdPath(root))) return true;
  const mirror = mirrorUri();
  if (mirror === undefined || !existsSync(keyring)) return false;
  const scratch = mkdtempSync(join(tmpdir(), 'cairn-newest-etcd-'));
  try {
    const apt = privateApt(scratch, mirror);
    const fetched = apt('update', '-q') && apt('download', '-q', 'etcd-server');
    const file = readdirSync(scratch).find((name) => name.endsWith('.deb'));
    if (!fetched || file === undefined) return false;
    mkdirSync(directoryOf(root), { recursive: true });
    return run('dpkg-deb', ['--extract', join(scratch, file), directoryOf(root)], scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
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
