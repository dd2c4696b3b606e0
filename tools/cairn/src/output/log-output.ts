// Everything a member says, on one stdout: the launcher's own lines and those of its processes, whole
// lines only, each with the name of who said it. When stdout is slow the children are not read
// meanwhile: their logs are bounded by the pipes, not by this process's memory.
import { formatLogLine, formatOwnLine } from './log-line.ts';
import { LineSplitter } from './line-splitter.ts';

export interface LogOutputSettings {
  readonly format: 'console' | 'json';
  readonly stdout: NodeJS.WritableStream;
  /** Room for the names in front of the lines. */
  readonly nameWidth: number;
  readonly nowIso: () => string;
}

type Readable = NodeJS.ReadableStream;

export class LogOutput {
  readonly #settings: LogOutputSettings;
  readonly #sources = new Set<Readable>();
  #isBlocked = false;
  #isGone = false;

  constructor(settings: LogOutputSettings) {
    this.#settings = settings;
    // Nobody reads any more (`npm start | head`): the member goes on without its log.
    settings.stdout.on('error', () => {
      this.#isGone = true;
      this.#resume();
    });
    settings.stdout.on('drain', () => this.#resume());
  }

  /** A line of the launcher itself. */
  say(text: string): void {
    const { format, nameWidth, nowIso } = this.#settings;
    if (format === 'console') {
      this.#write(formatOwnLine(text, { nameWidth, nowIso: nowIso() }));
    } else {
      const line = { level: 'info', time: nowIso(), service: 'cairn', msg: text };
      this.#write(JSON.stringify(line));
    }
  }

  /** Takes the streams of a process over; lines that match `noise` are dropped. */
  attach(name: string, streams: readonly Readable[], noise?: RegExp): void {
    for (const stream of streams) {
      const splitter = new LineSplitter((line) => {
        if (line !== '' && noise?.test(line) !== true) this.#childLine(name, line);
      });
      this.#sources.add(stream);
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => splitter.push(chunk));
      stream.once('close', () => {
        splitter.end();
        this.#sources.delete(stream);
      });
      if (this.#isBlocked) stream.pause();
    }
  }

  #childLine(name: string, line: string): void {
    const { format, nameWidth, nowIso } = this.#settings;
    if (format === 'console') {
      this.#write(formatLogLine(name, line, { nameWidth, nowIso: nowIso() }));
    } else if (line.startsWith('{')) {
      this.#write(line);
    } else {
      const wrapped = { level: 'info', time: nowIso(), service: name, msg: line };
      this.#write(JSON.stringify(wrapped));
    }
  }

  #write(text: string): void {
    if (this.#isGone || this.#settings.stdout.write(`${text}\n`)) return;
    this.#isBlocked = true;
    for (const source of this.#sources) source.pause();
  }

  #resume(): void {
    this.#isBlocked = false;
    for (const source of this.#sources) source.resume();
  }
}
