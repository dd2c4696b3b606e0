// A gateway of which only the KeepAlive stream exists.
import type { cairn } from '@cairn/proto';
import { RpcClient, keeperService } from '@cairn/rpc';
import { until } from './fake-node.ts';

const outcomes = ['alive', 'notFound', 'notPrimary'] as const;

export class Gateway implements Disposable {
  readonly #client: RpcClient;
  readonly #stream;
  readonly #answers = new Map<number, string>();
  #lastId = 0;
  isOver = false;

  constructor(address: string) {
    this.#client = new RpcClient(address);
    this.#stream = this.#client.openBidi(keeperService.keepAlive);
    this.#stream.on('data', ({ results }: cairn.v1.KeepAliveResults) => {
      for (const { id, outcome, ttl } of results) {
        const name = outcomes[outcome ?? 0] ?? '?';
        this.#answers.set(id ?? 0, name === 'alive' ? `alive ${Number(ttl)}` : name);
      }
    });
    this.#stream.on('end', () => (this.isOver = true));
    this.#stream.on('error', () => (this.isOver = true));
  }

  /** Sends one batch. @returns the ids of its items */
  send(leaseIds: readonly number[], peek = false): number[] {
    const items = leaseIds.map((lease_id) => ({ id: ++this.#lastId, lease_id, peek }));
    this.#stream.write({ items });
    return items.map(({ id }) => id);
  }

  answerTo(id: number): string | undefined {
    return this.#answers.get(id);
  }

  async ask(leaseId: number, peek = false): Promise<string> {
    const [id = 0] = this.send([leaseId], peek);
    return until(() => this.answerTo(id));
  }

  end(): void {
    this.#stream.end();
  }

  [Symbol.dispose](): void {
    this.#stream.cancel();
    this.#client.close();
  }
}
