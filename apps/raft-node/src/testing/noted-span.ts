import type { Span } from '@cairn/tracing';

/** Writes down when it and its parts begin and end. */
export class NotedSpan implements Span {
  readonly context: Uint8Array = new Uint8Array(24);
  readonly #name: string;
  readonly #log: string[];
  #isOver = false;

  constructor(name: string, log: string[]) {
    this.#name = name;
    this.#log = log;
  }

  child(name: string): Span {
    this.#log.push(`begin ${name}`);
    return new NotedSpan(name, this.#log);
  }

  end(code?: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#log.push(`end ${this.#name}${code === undefined ? '' : ` ${code}`}`);
  }
}
