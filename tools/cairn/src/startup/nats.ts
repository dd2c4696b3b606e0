// A nats-server of the member's own, when there is one on PATH: plain NATS on a port of the loopback
// interface, without clustering or persistence. It carries hints; nothing is lost when it dies.
import { accessSync, constants, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import type { ProcessSpec } from '../plan/process-spec.ts';

/** Debian puts daemons where a normal user's PATH does not look. */
const sbinDirectories: readonly string[] = ['/usr/sbin', '/usr/local/sbin'];

export function findNatsServer(searchPath: string | undefined): string | undefined {
  const directories = [...(searchPath ?? '').split(delimiter), ...sbinDirectories];
  return directories
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, 'nats-server'))
    .find(isExecutable);
}

/**
 * nats-server does not notice when the launcher is killed, so a shell holds its leash: it waits for
 * nats-server, and when its own stdin ends (the launcher is gone) it ends nats-server. A shell and not a
 * Node program because it lives as long as the member and costs one megabyte instead of forty.
 */
const leash =
  'exec 3<&0; "$@" </dev/null 3<&- & child=$!; ' +
  '{ cat <&3 >/dev/null; kill "$child"; } 2>/dev/null & ' +
  'wait "$child"';

/** Watch events of the largest request, with room for the previous values they may carry. */
const payloadBytesMax = 8 * 1024 * 1024;

export function planNats(program: string, port: number, runtimeDirectory: string): ProcessSpec {
  const configFile = join(runtimeDirectory, 'nats.conf');
  writeFileSync(
    configFile,
    [
      `listen: "127.0.0.1:${port}"`,
      `max_payload: ${payloadBytesMax}`,
      `max_pending: ${payloadBytesMax * 8}`,
      'write_deadline: "2s"',
      '',
    ].join('\n'),
  );
  return {
    name: 'nats',
    command: '/bin/sh',
    args: ['-c', leash, 'nats-leash', program, '-c', configFile],
    socketFiles: [],
    stopTimeoutMs: 3_000,
    isEssential: false,
    // Its greeting is eight lines; that it is used is said once, by the launcher.
    noise: /\[(?:INF|DBG|TRC)\]/,
  };
}

/** Resolves when something accepts on `port`, or after `timeoutMs`: NATS is never waited for longer. */
export async function waitForPort(port: number, timeoutMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  while (performance.now() < deadlineMs) {
    if (await accepts(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
