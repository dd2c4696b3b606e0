// A lease-keeper for tests: the real gRPC service, answering as the test says.
import { cairn, toSignedBigInt } from '@cairn/proto';
import { bidiHandler, implement, keeperService, serve } from '@cairn/rpc';
import type { BidiStream, RpcServer } from '@cairn/rpc';

type V1 = typeof cairn.v1;
type KeepAliveStream = BidiStream<V1['KeepAliveBatch'], V1['KeepAliveResults']>;

export type KeeperReply =
  | { readonly kind: 'alive'; readonly ttl: number }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'notPrimary' }
  | { readonly kind: 'silence' };

export interface Asked {
  readonly leaseId: bigint;
  readonly peek: boolean;
}

const { Outcome } = cairn.v1.KeepAliveResult;
const outcomes = {
  alive: Outcome.ALIVE,
  notFound: Outcome.NOT_FOUND,
  notPrimary: Outcome.NOT_PRIMARY,
} as const;

export class FakeKeeper implements AsyncDisposable {
  readonly asked: Asked[] = [];
  messages = 0;
  /** May be replaced at any time. */
  reply: (asked: Asked) => KeeperReply;
  readonly #streams = new Set<KeepAliveStream>();
  #server: RpcServer | undefined;

  private constructor(reply: (asked: Asked) => KeeperReply) {
    this.reply = reply;
  }

  static async start(reply: (asked: Asked) => KeeperReply): Promise<FakeKeeper> {
    const keeper = new FakeKeeper(reply);
    keeper.#server = await serve('127.0.0.1:0', [
      implement(keeperService, {
        keepAlive: bidiHandler(keeperService.keepAlive, (stream) => keeper.#serve(stream)),
      }),
    ]);
    return keeper;
  }

  get address(): string {
    return this.#server?.address ?? '';
  }

  breakStreams(): void {
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.close(0);
  }

  #serve(stream: KeepAliveStream): void {
    this.#streams.add(stream);
    stream.on('data', (batch: cairn.v1.KeepAliveBatch) => {
      this.messages += 1;
      const results = [];
      for (const { id, lease_id: lease, peek } of batch.items) {
        const asked = { leaseId: toSignedBigInt(lease ?? 0), peek: peek ?? false };
        this.asked.push(asked);
        const reply = this.reply(asked);
        if (reply.kind === 'silence') continue;
        const ttl = reply.kind === 'alive' ? { ttl: reply.ttl } : {};
        results.push({ id: id ?? 0, outcome: outcomes[reply.kind], ...ttl });
      }
      if (results.length > 0) stream.write({ results });
    });
    stream.on('end', () => stream.end());
    stream.on('error', () => {});
    stream.on('close', () => this.#streams.delete(stream));
  }
}
