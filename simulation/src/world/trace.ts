// What happened, as one number and, when somebody wants to read it, as text. The number covers every
// event of a run: two runs of one seed that differ anywhere have different ones. The text costs far more
// than the run itself, so it is made only when a seed that failed is run again.
export class Trace {
  readonly #lines: string[] | undefined;
  readonly #linesMax: number;
  #low = 0x811c9dc5;
  #high = 0x9747b28c;
  #droppedLines = 0;
  #count = 0;

  /** @param linesMax the newest lines that are kept; 0 = none are made. */
  constructor(linesMax: number) {
    this.#linesMax = linesMax;
    this.#lines = linesMax > 0 ? [] : undefined;
  }

  get isRead(): boolean {
    return this.#lines !== undefined;
  }

  /** 16 hexadecimal digits. */
  get hash(): string {
    return hex(this.#high) + hex(this.#low);
  }

  get eventCount(): number {
    return this.#count;
  }

  event(timeUs: number, label: string, host: number): void {
    this.#count += 1;
    this.mix(timeUs);
    this.mix(host);
    for (let i = 0; i < label.length; i++) this.mix(label.charCodeAt(i));
  }

  mix(value: number): void {
    this.#low = Math.imul(this.#low ^ (value & 0xffff), 0x01000193);
    this.#low = Math.imul(this.#low ^ ((value >>> 16) & 0xffff), 0x01000193);
    this.#high = Math.imul(this.#high ^ this.#low, 0x85ebca6b) + 0x9e3779b9;
  }

  line(timeUs: number, host: string, text: () => string): void {
    const lines = this.#lines;
    if (lines === undefined) return;
    lines.push(`${(timeUs / 1000).toFixed(3).padStart(11)} ${host.padEnd(4)} ${text()}`);
    if (lines.length <= 2 * this.#linesMax) return;
    this.#droppedLines += lines.length - this.#linesMax;
    lines.splice(0, lines.length - this.#linesMax);
  }

  get text(): string {
    const lines = this.#lines ?? [];
    const kept = lines.slice(-this.#linesMax);
    const dropped = this.#droppedLines + lines.length - kept.length;
    return [...(dropped > 0 ? [`(${dropped} earlier lines)`] : []), ...kept].join('\n');
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
