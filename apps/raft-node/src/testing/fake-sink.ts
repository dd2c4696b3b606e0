// A stream that takes messages as fast as the test wants.
import { EventEmitter } from 'node:events';
import { cairn } from '@cairn/proto';

export class FakeSink extends EventEmitter {
  readonly written: Uint8Array[] = [];
  /** Messages that are taken before `write` says that it is enough. */
  room: number = Infinity;
  ended = false;

  write(message: Uint8Array): boolean {
    this.written.push(message);
    this.room -= 1;
    return this.room > 0;
  }

  end(): void {
    this.ended = true;
  }

  /** The other side has read everything and takes so many more. */
  drain(room: number): void {
    this.room = room;
    this.emit('drain');
  }

  batches(): cairn.v1.EventBatch[] {
    return this.written.map((bytes) => cairn.v1.EventBatch.decode(bytes));
  }
}
