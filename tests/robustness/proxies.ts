// The same faults where the machine gives us no namespaces: every member advertises a TCP proxy of ours
// instead of its own listener. A blocked direction is not read any more, so bytes are held back
// and neither side is told, as far as TCP lets anybody know.
//
// All members dial from 127.0.0.1. Who a connection comes from is asked of Linux, which knows which
// process has the socket; elsewhere it stays unknown, and then a block of anybody towards a
// member holds it back.
import { createConnection, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { freePort } from '../kit/index.ts';
import type { Program } from '../kit/index.ts';
import type { PeerNetwork, Place } from './network.ts';
import { ownerOf } from './socket-owner.ts';

const host = '127.0.0.1';

interface Connection {
  readonly from: number | undefined;
  readonly to: number;
  /** From the member that dialled … */
  readonly near: Socket;
  /** … and to the one it wanted. */
  readonly far: Socket;
}

export async function createProxies(memberCount: number): Promise<PeerNetwork> {
  const network = new ProxyNetwork();
  for (let member = 0; member < memberCount; member++) await network.add(member);
  return network;
}

class ProxyNetwork implements PeerNetwork {
  readonly kind = 'proxies';
  readonly servicesHost = host;
  readonly places: Place[] = [];
  readonly #servers: Server[] = [];
  readonly #connections = new Set<Connection>();
  readonly #blocked = new Set<string>();
  #nodes: readonly Program[] = [];

  async add(member: number): Promise<void> {
    const listenPort = await freePort();
    const proxyPort = await freePort();
    const server = createServer((near) => this.#accept(near, member, proxyPort, listenPort));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(proxyPort, host, resolve);
    });
    this.#servers.push(server);
    this.places.push({
      host,
      peerListen: `${host}:${listenPort}`,
      peerAdvertised: `${host}:${proxyPort}`,
      wrap: (command, args) => [command, args],
    });
  }

  attach(nodes: readonly Program[]): void {
    this.#nodes = nodes;
  }

  block(from: number, to: number): Promise<void> {
    this.#blocked.add(`${from} ${to}`);
    for (const connection of this.#connections) this.#regulate(connection);
    return Promise.resolve();
  }

  heal(): Promise<void> {
    this.#blocked.clear();
    for (const connection of this.#connections) this.#regulate(connection);
    return Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { near, far } of this.#connections) {
      near.destroy();
      far.destroy();
    }
    const closed = this.#servers.map((server) => new Promise((done) => server.close(done)));
    await Promise.all(closed);
  }

  #accept(near: Socket, to: number, proxyPort: number, listenPort: number): void {
    const pids = this.#nodes.map((node) => (node.running ? node.pid : 0));
    const owner = ownerOf(near.remotePort ?? 0, proxyPort, pids);
    const from = owner === undefined ? undefined : pids.indexOf(owner);
    const far = createConnection({ host, port: listenPort });
    const connection = { from, to, near, far };
    this.#connections.add(connection);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.setNoDelay(true);
      one.on('error', () => undefined);
      one.on('data', (chunk) => {
        if (!other.write(chunk)) one.pause();
      });
      other.on('drain', () => this.#regulate(connection));
      one.on('close', () => this.#closed(connection));
    }
    this.#regulate(connection);
  }

  /** An end that nobody may be told of waits until the network is whole again. */
  #closed(connection: Connection): void {
    if (this.#isBlocked(connection, 'there') || this.#isBlocked(connection, 'back')) return;
    this.#connections.delete(connection);
    connection.near.destroy();
    connection.far.destroy();
  }

  #regulate(connection: Connection): void {
    const { near, far } = connection;
    if (near.destroyed || far.destroyed) this.#closed(connection);
    if (this.#isBlocked(connection, 'there')) near.pause();
    else if (!far.writableNeedDrain) near.resume();
    if (this.#isBlocked(connection, 'back')) far.pause();
    else if (!near.writableNeedDrain) far.resume();
  }

  #isBlocked({ from, to }: Connection, direction: 'there' | 'back'): boolean {
    if (from === undefined) {
      return [...this.#blocked].some((pair) => pair.split(' ').includes(String(to)));
    }
    return this.#blocked.has(direction === 'there' ? `${from} ${to}` : `${to} ${from}`);
  }
}
