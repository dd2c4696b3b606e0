// Where the time of a traced request goes on this member. Its steps follow each other without a gap: the
// beginning of one is the end of the one before.
import type { ProposalProgress } from '@cairn/replica';
import type { Span } from '@cairn/tracing';

export type RequestStep = 'append' | 'commit' | 'apply' | 'read index' | 'read' | 'answer';

export class RequestSteps implements ProposalProgress {
  readonly #span: Span;
  #step: Span | undefined;

  /** @param span of the request, on this member */
  constructor(span: Span) {
    this.#span = span;
  }

  begin(step: RequestStep): void {
    this.#step?.end();
    this.#step = this.#span.child(step);
  }

  appended(): void {
    this.begin('commit');
  }

  committed(): void {
    this.begin('apply');
  }

  applied(): void {
    this.#step?.end();
  }

  /** The request is over, with this gRPC status. */
  end(code: number): void {
    this.#step?.end();
    this.#span.end(code);
  }
}
