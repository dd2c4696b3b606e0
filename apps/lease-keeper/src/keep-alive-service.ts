// KeepAlive streams of the gateways: batches in, batches out, answers in any order. All answers
// leave through one place, where the authority behind every ALIVE is looked at for the last time:
// the process may have been stopped between the renewal and this line.
import { cairn, toSignedBigInt } from '@cairn/proto';
import { bidiHandler, implement, keeperService } from '@cairn/rpc';
import type { BidiStream, ServedService } from '@cairn/rpc';
import type { KeeperMetrics } from './metrics.ts';
import type { Answer, Answering, Question } from './question.ts';

type V1 = typeof cairn.v1;
type Stream = BidiStream<V1['KeepAliveBatch'], V1['KeepAliveResults']>;

const { Outcome } = cairn.v1.KeepAliveResult;

export class KeepAliveService {
  readonly #keeper: Answering;
  readonly #metrics: KeeperMetrics;
  readonly #sessions = new Set<KeepAliveSession>();

  constructor(keeper: Answering, metrics: KeeperMetrics) {
    this.#keeper = keeper;
    this.#metrics = metrics;
  }

  definition(): ServedService {
    return implement(keeperService, {
      keepAlive: bidiHandler(keeperService.keepAlive, (stream) => this.#serve(stream)),
    });
  }

  /** Ends every stream once what is already answered has been written. */
  close(): void {
    for (const session of this.#sessions) session.close();
  }

  #serve(stream: Stream): void {
    const session = new KeepAliveSession(stream, this.#keeper, this.#metrics);
    this.#sessions.add(session);
    stream.once('close', () => this.#sessions.delete(session));
  }
}

class KeepAliveSession {
  readonly #stream: Stream;
  readonly #keeper: Answering;
  readonly #metrics: KeeperMetrics;
  /** Answered and not written yet. */
  #answered: { readonly id: number; readonly answer: Answer }[] = [];
  #unanswered = 0;
  #askedForMore = true;
  #over = false;

  constructor(stream: Stream, keeper: Answering, metrics: KeeperMetrics) {
    this.#stream = stream;
    this.#keeper = keeper;
    this.#metrics = metrics;
    stream.on('data', (batch: cairn.v1.KeepAliveBatch) => this.#receive(batch));
    stream.on('drain', () => stream.resume());
    stream.on('end', () => {
      this.#askedForMore = false;
      this.#endWhenDone();
    });
    stream.on('error', () => (this.#over = true));
    stream.on('close', () => (this.#over = true));
  }

  close(): void {
    this.#flush();
    if (!this.#over) this.#stream.end();
    this.#over = true;
  }

  #receive(batch: cairn.v1.KeepAliveBatch): void {
    this.#unanswered += batch.items.length;
    this.#keeper.ask(batch.items.map((item) => this.#question(item)));
  }

  #question(item: cairn.v1.KeepAliveItem.$Properties): Question {
    const id = item.id ?? 0;
    return {
      leaseId: toSignedBigInt(item.lease_id ?? 0),
      peek: item.peek ?? false,
      answer: (answer) => {
        this.#unanswered--;
        if (this.#answered.push({ id, answer }) === 1) queueMicrotask(() => this.#flush());
      },
    };
  }

  #flush(): void {
    const answered = this.#answered;
    if (answered.length === 0 || this.#over) return;
    this.#answered = [];
    const results = answered.map(({ id, answer }) => this.#result(id, answer));
    if (!this.#stream.write({ results })) this.#stream.pause();
    this.#endWhenDone();
  }

  #result(id: number, answer: Answer): cairn.v1.KeepAliveResult.$Properties {
    if (answer.kind === 'alive' && answer.provedBy.holds()) {
      this.#metrics.answers.inc({ outcome: 'alive' });
      return { id, outcome: Outcome.ALIVE, ttl: answer.ttlSeconds };
    }
    if (answer.kind === 'notFound') {
      this.#metrics.answers.inc({ outcome: 'not_found' });
      return { id, outcome: Outcome.NOT_FOUND };
    }
    this.#metrics.answers.inc({ outcome: 'not_primary' });
    return { id, outcome: Outcome.NOT_PRIMARY };
  }

  #endWhenDone(): void {
    const done = !this.#askedForMore && this.#unanswered === 0 && this.#answered.length === 0;
    if (done && !this.#over) this.#stream.end();
  }
}
