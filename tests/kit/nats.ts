import { createConnection } from 'node:net';
import { freePort } from './ports.ts';
import { Program } from './program.ts';
import { toolPath } from './require-tools.ts';

export interface NatsServer extends AsyncDisposable {
  readonly url: string;
  readonly program: Program;
}

/** Starts a nats-server of its own for one test. */
export async function startNats(): Promise<NatsServer> {
  const port = await freePort();
  const program = new Program({
    name: 'nats-server',
    command: toolPath('nats-server'),
    args: ['--addr', '127.0.0.1', '--port', String(port)],
    ready: () => accepts(port),
  });
  await program.start();
  return {
    url: `nats://127.0.0.1:${port}`,
    program,
    [Symbol.asyncDispose]: () => program.kill(),
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
