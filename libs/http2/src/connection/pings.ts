/** Our PINGs that are not answered yet, told apart by a number in their payload. */
export class Pings {
  readonly #waiting = new Map<number, () => void>();
  #next = 1;

  /** The first half of the payload of all of ours; another's acknowledgement is nobody's. */
  readonly mark = 0x63_61_69_72;

  /** The second half of the next one's payload. */
  add(onAnswer: () => void): number {
    const number = this.#next;
    this.#next = (number + 1) >>> 0;
    this.#waiting.set(number, onAnswer);
    return number;
  }

  /** A PING came back. */
  answered(mark: number, number: number): void {
    const onAnswer = mark === this.mark ? this.#waiting.get(number) : undefined;
    if (onAnswer === undefined) return;
    this.#waiting.delete(number);
    onAnswer();
  }

  clear(): void {
    this.#waiting.clear();
  }
}
