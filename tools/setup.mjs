// Runs before every npm script, so that "clone, npm start" works and says what is wrong when it cannot.
//
// Plain JavaScript without dependencies, because it runs when nothing is installed yet and on the
// oldest Node that may be around (18): the repository's own Node 24 is one of the things it installs.
// It must cost nothing when there is nothing to do: one hash of the lock file and a few file look-ups.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchNewestEtcd } from './newest-etcd.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.cairn-setup');
const oldestNodeMajor = 24;

/** Programs the process tests run, and the Debian packages that bring them; `file` for what is no program. */
const testPrograms = [
  { program: 'etcd', debianPackage: 'etcd-server' },
  { program: 'etcdctl', debianPackage: 'etcd-client' },
  { program: 'nats-server', debianPackage: 'nats-server' },
  { program: 'h2load', debianPackage: 'nghttp2-client' },
  { program: 'curl', debianPackage: 'curl' },
  {
    program: "Python's grpc",
    debianPackage: 'python3-grpcio',
    file: '/usr/lib/python3/dist-packages/grpc/__init__.py',
  },
  {
    program: "Python's etcd3",
    debianPackage: 'python3-etcd3',
    file: '/usr/lib/python3/dist-packages/etcd3/__init__.py',
  },
  {
    program: "Python's etcd3gw",
    debianPackage: 'python3-etcd3gw',
    file: '/usr/lib/python3/dist-packages/etcd3gw/__init__.py',
  },
];

class SetupError extends Error {}

function say(message) {
  process.stderr.write(`setup: ${message}\n`);
}

/** The stamp names what node_modules was made for: another lock file or machine makes it stale. */
function expectedStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.platform} ${process.arch}\n`;
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
}

/**
 * `npm install`, not `npm ci`: npm 11.19's ci refuses lock files with optional packages of other
 * platforms. What install might change in the lock file is put back, so that setup leaves no trace.
 */
function installDependencies() {
  const lockFile = join(root, 'package-lock.json');
  const lockBefore = readFileSync(lockFile);
  say('installing dependencies with "npm install" (first run, or package-lock.json changed)');
  const started = Date.now();
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  });
  if (npm.error !== undefined) {
    throw new SetupError(`npm could not be started (${npm.error.message}): is npm on PATH?`);
  }
  if (npm.status !== 0) {
    throw new SetupError(
      `"npm install" failed (exit code ${npm.status}); its output is above. ` +
        'Without network the dependencies cannot be installed.',
    );
  }
  if (!readFileSync(lockFile).equals(lockBefore)) writeFileSync(lockFile, lockBefore);
  say(`dependencies installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Runs the repository's Node once: the package's file exists even when its install script did not run. */
function checkNode() {
  const node = join(modules, '.bin', 'node');
  let version;
  try {
    version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  } catch (error) {
    throw new SetupError(
      `the repository's own Node (${node}) does not run: ${error.message.split('\n')[0]}\n` +
        'It is put there by an install script, so this happens after "npm install --ignore-scripts" ' +
        '(also when npm config has ignore-scripts=true).\n' +
        'What to do: "npm rebuild node --ignore-scripts=false", or delete node_modules and run "npm install".',
    );
  }
  const major = Number(/^v(\d+)\./.exec(version)?.[1]);
  if (!(major >= oldestNodeMajor)) {
    throw new SetupError(
      `${node} is ${version}, Node ${oldestNodeMajor} or newer is needed. ` +
        'What to do: delete node_modules and run "npm install".',
    );
  }
}

function ensureDependencies() {
  const expected = expectedStamp();
  const isCurrent = readStamp() === expected && existsSync(join(modules, '.bin', 'node'));
  if (isCurrent) return;
  installDependencies();
  checkNode();
  writeFileSync(stampFile, expected);
}

function isOnPath(program) {
  // Debian keeps daemons in sbin, which is not on everybody's PATH.
  const directories = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
  ];
  return directories.some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function missingPrograms() {
  return testPrograms.filter(({ program, file }) =>
    file === undefined ? !isOnPath(program) : !existsSync(file),
  );
}

/** Why apt cannot be used here, undefined when it can. */
function aptObstacle() {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) return 'not Debian';
  if (!isOnPath('apt-get')) return 'no apt-get';
  if (typeof process.getuid !== 'function' || process.getuid() !== 0) return 'not root';
  return undefined;
}

/**
 * Debian starts a service when its package is installed; an etcd left on port 2379 would then be
 * tested instead of Cairn. A policy-rc.d that says no is put in place unless the machine has its own.
 */
function withoutServiceStart(action) {
  const policyFile = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(policyFile);
  if (isOurs) writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    action();
  } finally {
    if (isOurs) rmSync(policyFile, { force: true });
  }
}

function apt(args) {
  const result = spawnSync('apt-get', args, {
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return result.status === 0;
}

function installTestPrograms(missing) {
  const packages = missing.map(({ debianPackage }) => debianPackage);
  say(`installing for the tests: ${packages.join(' ')}`);
  withoutServiceStart(() => {
    if (!apt(['update', '-q'])) say('"apt-get update" failed, trying to install anyway');
    if (!apt(['install', '-q', '-y', '--no-install-recommends', ...packages])) {
      say('"apt-get install" failed; its output is above');
    }
  });
}

/** A missing program is no error: the tests that need it skip and say so (and fail in CI). */
function ensureTestPrograms() {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const obstacle = aptObstacle();
  if (obstacle === undefined) installTestPrograms(missing);
  for (const { program, debianPackage } of missingPrograms()) {
    const reason =
      obstacle === undefined ? 'installing it failed' : `cannot install it: ${obstacle}`;
    say(
      `${program} is missing (${reason}); tests that need it will be skipped. ` +
        `On Debian: apt-get install --no-install-recommends ${debianPackage}`,
    );
  }
}

/** Comparisons with what only a newer etcd does are left out without it. */
function ensureNewestEtcd() {
  if (aptObstacle() !== undefined || fetchNewestEtcd(root)) return;
  say('no newer etcd could be fetched; comparisons that need one are left out');
}

try {
  ensureDependencies();
  if (process.argv.includes('--for-tests')) {
    ensureTestPrograms();
    ensureNewestEtcd();
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
