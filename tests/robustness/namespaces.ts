// Every member in a network namespace of its own, all joined by one bridge: a block is a rule of the
// kernel that drops packets, as a broken cable does.
//
// Nothing of it touches the machine: the whole run has been started by `unshare` in a network and
// mount namespace of its own (see `enterOwnNamespace`), and all interfaces go with its last process.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { findTool } from '../kit/index.ts';
import type { PeerNetwork, Place } from './network.ts';

const execute = promisify(execFile);
const insideVariable = 'CAIRN_OWN_NAMESPACE';
const bridgeAddress = '10.77.0.1';
const peerPort = 2380;

/** `ip netns` keeps its names here, and iptables its lock; ours must not be seen outside. */
const privateMount = 'mount -t tmpfs tmpfs /run && mkdir /run/netns';
/** Not only the namespaces must be allowed, but what is done in them as well. */
const probe =
  'ip link add probe type bridge && ip netns add probe && ip netns exec probe iptables -S';

/** How `unshare` gets a place where we may change the network; undefined when it does not. */
function unshareFlags(): readonly string[] | undefined {
  if (['unshare', 'ip', 'iptables'].some((tool) => findTool(tool) === undefined)) return undefined;
  const candidates = [
    ['--net', '--mount'],
    ['--user', '--map-root-user', '--net', '--mount'],
  ];
  return candidates.find((flags) => {
    const args = [...flags, 'sh', '-c', `${privateMount} && ${probe}`];
    return spawnSync('unshare', args, { stdio: 'ignore' }).status === 0;
  });
}

export function isInOwnNamespace(): boolean {
  return process.env[insideVariable] === '1';
}

/**
 * Runs this same program in namespaces of its own and answers its exit code; undefined when the
 * machine does not allow that.
 */
export async function enterOwnNamespace(): Promise<number | undefined> {
  const flags = process.platform === 'linux' ? unshareFlags() : undefined;
  if (flags === undefined) return undefined;
  const inside = ['sh', '-c', `${privateMount} && exec "$@"`, 'sh'];
  const program = [process.execPath, ...process.argv.slice(1)];
  const child = spawn('unshare', [...flags, ...inside, ...program], {
    stdio: 'inherit',
    env: { ...process.env, [insideVariable]: '1' },
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

export async function createNamespaces(memberCount: number): Promise<PeerNetwork> {
  if (!isInOwnNamespace()) throw new Error('the network of the machine is not ours to change');
  await ip('link', 'set', 'lo', 'up');
  await ip('link', 'add', 'members', 'type', 'bridge');
  await ip('addr', 'add', `${bridgeAddress}/24`, 'dev', 'members');
  await ip('link', 'set', 'members', 'up');
  const places: Place[] = [];
  for (let member = 0; member < memberCount; member++) places.push(await createPlace(member));
  return {
    kind: 'namespaces',
    servicesHost: bridgeAddress,
    places,
    attach: () => undefined,
    block: async (from, to) => {
      await iptables(to, '-A', 'INPUT', '-s', hostOf(from), '-j', 'DROP');
    },
    heal: async () => {
      for (const member of places.keys()) await iptables(member, '-F', 'INPUT');
    },
    [Symbol.asyncDispose]: async () => {
      for (const member of places.keys()) {
        // By itself it goes with the namespace, but some time later, and the next network has the same names.
        await ip('link', 'delete', linkTo(member));
        await ip('netns', 'delete', namespaceOf(member));
      }
      await ip('link', 'delete', 'members');
    },
  };
}

async function createPlace(member: number): Promise<Place> {
  const name = namespaceOf(member);
  const host = hostOf(member);
  const link = linkTo(member);
  await ip('netns', 'add', name);
  await ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
  await ip('link', 'set', link, 'master', 'members');
  await ip('link', 'set', link, 'up');
  await ip('-n', name, 'addr', 'add', `${host}/24`, 'dev', 'eth0');
  await ip('-n', name, 'link', 'set', 'eth0', 'up');
  await ip('-n', name, 'link', 'set', 'lo', 'up');
  const peer = `${host}:${peerPort}`;
  return {
    host,
    peerListen: peer,
    peerAdvertised: peer,
    // `ip netns exec` replaces itself by the command, so the pid is the command's own.
    wrap: (command, args) => ['ip', ['netns', 'exec', name, command, ...args]],
  };
}

function namespaceOf(member: number): string {
  return `m${member + 1}`;
}

/** The end of the cable that is not in the member's namespace. */
function linkTo(member: number): string {
  return `to-${namespaceOf(member)}`;
}

function hostOf(member: number): string {
  return `10.77.0.${11 + member}`;
}

async function ip(...args: readonly string[]): Promise<void> {
  await execute('ip', args);
}

async function iptables(member: number, ...rule: readonly string[]): Promise<void> {
  await ip('netns', 'exec', namespaceOf(member), 'iptables', ...rule);
}
