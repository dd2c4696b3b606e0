// The server's half of a bidirectional call, without a network: a test reads and writes at its pace.
import { EventEmitter } from 'node:events';

export class FakeStream<Sent> extends EventEmitter {
  readonly written: Sent[] = [];
  /** Messages that are taken before `write` says that it is enough. */
  room: number = Infinity;
  writableLength = 0;
  isFlushed = true;
  paused = false;
  ended = false;

  write(message: Sent): boolean {
    this.written.push(message);
    this.room -= 1;
    return this.room > 0;
  }

  end(): void {
    this.ended = true;
  }

  pause(): this {
    this.paused = true;
    return this;
  }

  resume(): this {
    this.paused = false;
    return this;
  }

  receive(message: unknown): void {
    this.emit('data', message);
  }

  /** The other side has read everything and takes so many more. */
  drain(room: number): void {
    this.room = room;
    this.emit('drain');
  }
}
