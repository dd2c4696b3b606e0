// KeepAlive streams of the gateways: batches in, batches out, answers in any order. All answers
// leave through one place, where the authority behind every ALIVE is looked at for the last time:
// the process may have been stopped between the renewal and this line.
import { GrpcCode, cairn } from '@cairn/proto';
import { asBytes, bidiHandler, failStream, implement, keeperService } from '@cairn/rpc';
import type { BidiStream, BytesCodec, ServedService } from '@cairn/rpc';
import type { Authority } from './authority.ts';
import { encodeKeepAliveResults, readKeepAliveBatch } from './keep-alive-wire.ts';
import type { KeepAliveResult } from './keep-alive-wire.ts';
import type { KeeperMetrics } from './metrics.ts';
import type { Answer, Answering, Question } from './question.ts';

type Stream = BidiStream<BytesCodec, BytesCodec>;

const keepAliveMethod = asBytes(keeperService.keepAlive);
const { ALIVE, NOT_FOUND, NOT_PRIMARY } = cairn.v1.KeepAliveResult.Outcome;

export class KeepAliveService {
  readonly #keeper: Answering;
  readonly #metrics: KeeperMetrics;
  readonly #sessions = new Set<KeepAliveSession>();

  constructor(keeper: Answering, metrics: KeeperMetrics) {
    this.#keeper = keeper;
    this.#metrics = metrics;
  }

  definition(): ServedService {
    return implement(
      { keepAlive: keepAliveMethod },
      { keepAlive: bidiHandler(keepAliveMethod, (stream) => this.#serve(stream)) },
    );
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

interface Answered {
  readonly id: number;
  readonly answer: Answer;
}

class KeepAliveSession {
  readonly #stream: Stream;
  readonly #keeper: Answering;
  readonly #metrics: KeeperMetrics;
  /** Answered and not written yet. */
  #answered: Answered[] = [];
  #unanswered = 0;
  #askedForMore = true;
  #over = false;

  constructor(stream: Stream, keeper: Answering, metrics: KeeperMetrics) {
    this.#stream = stream;
    this.#keeper = keeper;
    this.#metrics = metrics;
    stream.on('data', (batch: Uint8Array) => this.#receive(batch));
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

  #receive(batch: Uint8Array): void {
    const questions: Question[] = [];
    try {
      readKeepAliveBatch(batch, (id, leaseId, peek) => {
        questions.push({ leaseId, peek, answer: (answer) => this.#answer(id, answer) });
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      failStream(this.#stream, { code: GrpcCode.internal, details: error.message });
      return;
    }
    this.#unanswered += questions.length;
    this.#keeper.ask(questions);
  }

  #answer(id: number, answer: Answer): void {
    this.#unanswered--;
    if (this.#answered.push({ id, answer }) === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const answered = this.#answered;
    if (answered.length === 0 || this.#over) return;
    this.#answered = [];
    if (!this.#stream.write(encodeKeepAliveResults(this.#results(answered)))) this.#stream.pause();
    this.#endWhenDone();
  }

  /** Right before they are written: all of them stand on one look at each authority behind them. */
  #results(answered: readonly Answered[]): KeepAliveResult[] {
    let authority: Authority | undefined;
    let holds = false;
    const counts = { alive: 0, notFound: 0, notPrimary: 0 };
    const results = answered.map(({ id, answer }): KeepAliveResult => {
      if (answer.kind === 'alive' && answer.provedBy !== authority) {
        authority = answer.provedBy;
        holds = authority.holds();
      }
      if (answer.kind === 'alive' && holds) {
        counts.alive++;
        return { id, outcome: ALIVE, ttlSeconds: answer.ttlSeconds };
      }
      if (answer.kind === 'notFound') {
        counts.notFound++;
        return { id, outcome: NOT_FOUND, ttlSeconds: 0 };
      }
      counts.notPrimary++;
      return { id, outcome: NOT_PRIMARY, ttlSeconds: 0 };
    });
    this.#metrics.answered(counts);
    return results;
  }

  #endWhenDone(): void {
    const done = !this.#askedForMore && this.#unanswered === 0 && this.#answered.length === 0;
    if (done && !this.#over) this.#stream.end();
  }
}
