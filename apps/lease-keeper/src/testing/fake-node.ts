// A raft-node of which only LeaseFeed is real enough to talk to: it does what the test tells it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { cairn } from '@cairn/proto';
import { bidiHandler, nodeService, serve } from '@cairn/rpc';
import type { BidiStream, RpcServer } from '@cairn/rpc';

type V1 = typeof cairn.v1;
type Stream = BidiStream<V1['KeeperMessage'], V1['LeaseFeedMessage']>;
type Answer = cairn.v1.LeaseFeedMessage.$Properties;

/** Waits until `condition` gives something; gives up long after anything could still happen. */
export async function until<T>(condition: () => T | undefined | false): Promise<T> {
  const patience = AbortSignal.timeout(15_000);
  for (;;) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    patience.throwIfAborted();
    await sleep(2);
  }
}

/** One keeper on the line. */
export class FakeAttachment {
  readonly heard: cairn.v1.KeeperMessage[] = [];
  isOver = false;
  answersPings = true;
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
    stream.on('data', (message: cairn.v1.KeeperMessage) => {
      this.heard.push(message);
      if (message.ping && this.answersPings) this.say({ pong: { nonce: message.ping.nonce ?? 0 } });
    });
    stream.on('close', () => (this.isOver = true));
    stream.on('error', () => (this.isOver = true));
    stream.on('end', () => stream.end());
  }

  say(message: Answer): void {
    this.#stream.write(message);
  }

  /** Names the keeper primary of a table of `[id, ttl, remaining TTL]`. */
  makePrimary(epoch: number, table: readonly (readonly number[])[] = [], graceMs = 1_000): void {
    const leases = table.map(([ID = 0, TTL = 0, RemainingTTL = 0]) => ({ ID, TTL, RemainingTTL }));
    this.say({ primary: { epoch, leases, grace_ms: graceMs } });
  }

  end(): void {
    this.#stream.end();
  }

  /** What the keeper has said of one kind, oldest first. */
  heardOf<K extends 'hello' | 'ping' | 'revoke' | 'checkpoint' | 'query'>(
    kind: K,
  ): NonNullable<cairn.v1.KeeperMessage[K]>[] {
    return this.heard.flatMap((message) => {
      const part = message[kind];
      return part === undefined || part === null ? [] : [part];
    });
  }
}

export class FakeNode implements AsyncDisposable {
  readonly attachments: FakeAttachment[] = [];
  /** Set: keepers are refused and told about this leader. */
  refusesNaming: number | undefined;
  refusals = 0;
  #server: RpcServer | undefined;

  static async start(address = '127.0.0.1:0'): Promise<FakeNode> {
    const node = new FakeNode();
    const leaseFeed = bidiHandler(nodeService.leaseFeed, (stream) => node.#serve(stream));
    node.#server = await serve(address, [
      { definition: nodeService, implementation: { leaseFeed } },
    ]);
    return node;
  }

  get address(): string {
    return this.#server?.address ?? '';
  }

  /** The newest keeper on the line. */
  keeper(): Promise<FakeAttachment> {
    return until(() => this.attachments.findLast(({ isOver }) => !isOver));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.close(0);
  }

  #serve(stream: Stream): void {
    stream.on('error', () => undefined);
    if (this.refusesNaming === undefined) {
      this.attachments.push(new FakeAttachment(stream));
      return;
    }
    this.refusals++;
    stream.write({ not_leader: { leader_id: this.refusesNaming } });
    stream.end();
  }
}
