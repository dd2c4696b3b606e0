// KeepAlive streams of the gateways: batches in, batches out, answers in any order. All answers
// leave through one place, where the authority behind every ALIVE is looked at for the last time:
// the process may have been stopped between the renewal and this line.
import { GrpcCode, cairn } from '@cairn/proto';
import {
  asBytes,
  bidiHandler,
  encodeKeepAliveResults,
  failStream,
  implement,
  keeperService,
  leaseIdOf,
  readKeepAliveBatch,
} from '@cairn/rpc';
import type { BidiStream, BytesCodec, KeepAliveResult, ServedService } from '@cairn/rpc';
import type { Authority } from './authority.ts';
import type { KeeperMetrics } from './metrics.ts';
import type { Answer, Answering, Question } from './question.ts';

type Stream = BidiStream<BytesCodec, BytesCodec>;

const keepAliveMethod = asBytes(keeperService.keepAlive);
const { ALIVE, NOT_FOUND, NOT_PRIMARY } = cairn.v1.KeepAliveResult.Outcome;
const notPrimary: Answer = { kind: 'notPrimary' };

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

/** One item of a batch, from its question to its result. */
class Asked implements Question, KeepAliveResult {
  readonly id: number;
  readonly leaseId: bigint;
  readonly peek: boolean;
  readonly #session: KeepAliveSession;
  verdict: Answer = notPrimary;
  outcome: number = NOT_PRIMARY;
  ttlSeconds = 0;

  constructor(session: KeepAliveSession, id: number, leaseId: bigint, peek: boolean) {
    this.#session = session;
    this.id = id;
    this.leaseId = leaseId;
    this.peek = peek;
  }

  answer(answer: Answer): void {
    this.verdict = answer;
    this.#session.answered(this);
  }
}

class KeepAliveSession {
  readonly #stream: Stream;
  readonly #keeper: Answering;
  readonly #metrics: KeeperMetrics;
  /** Answered and not written yet. */
  #answered: Asked[] = [];
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
      readKeepAliveBatch(batch, (id, leaseLow, leaseHigh, peek) => {
        questions.push(new Asked(this, id, leaseIdOf(leaseLow, leaseHigh), peek));
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      failStream(this.#stream, { code: GrpcCode.internal, details: error.message });
      return;
    }
    this.#unanswered += questions.length;
    this.#keeper.ask(questions);
  }

  answered(asked: Asked): void {
    this.#unanswered--;
    if (this.#answered.push(asked) === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const answered = this.#answered;
    if (answered.length === 0 || this.#over) return;
    this.#answered = [];
    this.#decide(answered);
    if (!this.#stream.write(encodeKeepAliveResults(answered))) this.#stream.pause();
    this.#endWhenDone();
  }

  /** Right before they are written: all of them stand on one look at each authority behind them. */
  #decide(answered: readonly Asked[]): void {
    let authority: Authority | undefined;
    let holds = false;
    const counts = { alive: 0, notFound: 0, notPrimary: 0 };
    for (const asked of answered) {
      const { verdict } = asked;
      if (verdict.kind === 'alive' && verdict.provedBy !== authority) {
        authority = verdict.provedBy;
        holds = authority.holds();
      }
      if (verdict.kind === 'alive' && holds) {
        counts.alive++;
        asked.outcome = ALIVE;
        asked.ttlSeconds = verdict.ttlSeconds;
      } else if (verdict.kind === 'notFound') {
        counts.notFound++;
        asked.outcome = NOT_FOUND;
      } else {
        counts.notPrimary++;
        asked.outcome = NOT_PRIMARY;
      }
    }
    this.#metrics.answered(counts);
  }

  #endWhenDone(): void {
    const done = !this.#askedForMore && this.#unanswered === 0 && this.#answered.length === 0;
    if (done && !this.#over) this.#stream.end();
  }
}
