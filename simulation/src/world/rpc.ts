// Calls between processes without HTTP/2: the same streams, the same bytes and the same services as in
// libs/rpc, over pipes of the simulated network. A client is made for an address; who listens there at
// the moment of a call is who answers it.
import { Duplex } from 'node:stream';
import { GrpcCode } from '@cairn/proto';
import type { Codec, RpcClient, RpcMethod, ServedService } from '@cairn/rpc';
import type { Host } from './host.ts';
import type { Network, Pipe } from './network.ts';
import type { World } from './world.ts';

type Serialize = (message: unknown) => Uint8Array;
type Deserialize = (bytes: Buffer) => unknown;

interface Listener {
  readonly host: Host;
  /** Of the host: nobody listens in the next life until it says so. */
  readonly life: number;
  readonly services: readonly ServedService[];
}

/** Messages that one end has written and the other has not taken. */
const highWaterMark = 64;

/** One end of a call. */
class CallEnd extends Duplex {
  readonly #serialize: Serialize;
  readonly #deserialize: Deserialize;
  #pipe: Pipe | undefined;
  other: CallEnd | undefined;
  /** As on the stream of a served call: what was written has left. */
  readonly isFlushed: boolean = true;

  constructor(serialize: Serialize, deserialize: Deserialize) {
    super({ objectMode: true, highWaterMark });
    this.#serialize = serialize;
    this.#deserialize = deserialize;
  }

  attach(pipe: Pipe, other: CallEnd): void {
    this.#pipe = pipe;
    this.other = other;
  }

  override _read(): void {
    // What arrives is pushed.
  }

  override _write(message: unknown, _encoding: string, taken: () => void): void {
    const bytes = Buffer.from(this.#serialize(message));
    const other = this.other;
    this.#pipe?.send('message', () => {
      if (other !== undefined && !other.destroyed) other.arrived(bytes);
      taken();
    });
    // A connection that takes it at once: only a blocked one makes the writer wait.
    if (this.#pipe === undefined) taken();
  }

  override _final(done: () => void): void {
    const other = this.other;
    this.#pipe?.send('end', () => {
      if (other !== undefined && !other.destroyed) other.push(null);
    });
    done();
  }

  arrived(bytes: Buffer): void {
    this.push(this.#deserialize(bytes));
  }

  /** Tells the other end, after what was written before. */
  signal(label: string, run: (other: CallEnd) => void): void {
    const other = this.other;
    this.#pipe?.send(label, () => {
      if (other !== undefined && !other.destroyed) run(other);
    });
  }
}

class ClientEnd extends CallEnd {
  /** No more events, and the other side is told. */
  cancel(): void {
    if (this.destroyed) return;
    this.removeAllListeners('data');
    this.removeAllListeners('end');
    this.removeAllListeners('error');
    this.on('error', () => undefined);
    this.signal('cancel', (other) => (other as ServerEnd).left());
    this.destroy();
  }

  fail(error: Error): void {
    if (!this.destroyed) this.destroy(error);
  }
}

class ServerEnd extends CallEnd {
  constructor(serialize: Serialize, deserialize: Deserialize) {
    super(serialize, deserialize);
    // The stream takes an error event for the call's status.
    this.on('error', (error) => this.#failed(error));
  }

  /** The caller has gone. */
  left(): void {
    if (this.destroyed) return;
    this.emit('cancelled');
    this.destroy();
  }

  #failed(error: Error): void {
    this.signal('status', (other) => (other as ClientEnd).fail(error));
    queueMicrotask(() => this.destroy());
  }
}

export class RpcWorld {
  readonly #world: World;
  readonly #network: Network;
  readonly #listeners = new Map<string, Listener>();

  constructor(world: World, network: Network) {
    this.#world = world;
    this.#network = network;
  }

  listen(address: string, host: Host, services: readonly ServedService[]): void {
    this.#listeners.set(address, { host, life: host.life, services });
  }

  /** What `new RpcClient(address)` is in a real process. */
  client(from: Host, address: string): RpcClient {
    const client = {
      address,
      openBidi: (method: RpcMethod<Codec, Codec>) => this.#open(from, address, method),
      openServerStream: (method: RpcMethod<Codec, Codec>, request: unknown) => {
        const stream = this.#open(from, address, method);
        stream.end(request);
        return stream;
      },
      close: () => undefined,
    };
    return client as unknown as RpcClient;
  }

  #open(from: Host, address: string, method: RpcMethod<Codec, Codec>): ClientEnd {
    const client = new ClientEnd(method.requestSerialize, method.responseDeserialize);
    const listener = this.#listeners.get(address);
    if (listener === undefined || listener.host.life !== listener.life) {
      this.#world.schedule(this.#network.delayUs(), from, 'refused', () => {
        client.fail(unavailable(`no connection to ${address}`));
      });
      return client;
    }
    this.#connect(client, from, listener, method.path);
    return client;
  }

  #connect(client: ClientEnd, from: Host, { host, services }: Listener, path: string): void {
    const service = services.find(({ definition }) =>
      Object.values(definition).some((one) => one.path === path),
    );
    const name = Object.entries(service?.definition ?? {}).find(
      ([, one]) => one.path === path,
    )?.[0];
    const served = name === undefined ? undefined : service?.definition[name];
    const handle = name === undefined ? undefined : service?.implementation[name];
    if (served === undefined || handle === undefined) throw new Error(`nobody serves ${path}`);
    const server = new ServerEnd(served.responseSerialize, served.requestDeserialize);
    const fromLife = from.life;
    const hostLife = host.life;
    const broken = (): void => {
      // Who is cut off may notice long after the other end has.
      const isCut = this.#network.isBlocked(from, host) || this.#network.isBlocked(host, from);
      const isCallerLate = isCut && this.#network.isHeads();
      there.break();
      back.break();
      const after = (end: Host, life: number, isLate: boolean, run: () => void): void => {
        if (end.life !== life) return;
        const delayUs = isLate ? this.#network.patienceUs() : this.#network.delayUs();
        this.#world.schedule(delayUs, end, 'broken', run);
      };
      after(from, fromLife, isCallerLate, () => client.fail(unavailable('the connection broke')));
      after(host, hostLife, isCut && !isCallerLate, () => server.left());
    };
    const there = this.#network.connect(from, host, broken);
    const back = this.#network.connect(host, from, broken);
    client.attach(there, server);
    server.attach(back, client);
    there.send('open', () => handle(server as unknown as Parameters<typeof handle>[0]));
  }
}

function unavailable(message: string): Error {
  return Object.assign(new Error(message), { code: GrpcCode.unavailable, details: message });
}
