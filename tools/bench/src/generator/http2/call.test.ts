import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpcFrame } from '../../load/wire.ts';
import { MessageCall } from './call.ts';

class Collector extends MessageCall {
  readonly messages: string[] = [];

  get rest(): number {
    return this.pendingBytes;
  }

  override onMessage(bytes: Buffer, start: number, end: number): void {
    this.messages.push(bytes.toString('latin1', start, end));
  }

  override onEnd(): void {}
}

test('messages are the same however the bytes are cut', () => {
  const expected = ['one', '', 'three'.repeat(50)];
  const bytes = Buffer.concat(expected.map((each) => grpcFrame(Buffer.from(each))));
  for (let step = 1; step <= bytes.length; step++) {
    const collector = new Collector();
    for (let start = 0; start < bytes.length; start += step) {
      // Somewhere inside a larger buffer, as it comes from a socket.
      const part = Buffer.concat([Buffer.from('x'), bytes.subarray(start, start + step)]);
      collector.onData(part, 1, part.length);
      part.fill('?');
    }
    assert.deepEqual(collector.messages, expected, `in steps of ${step}`);
    assert.equal(collector.rest, 0);
  }
});

test('a message that is not complete is not delivered', () => {
  const collector = new Collector();
  const bytes = Buffer.from(grpcFrame(Buffer.from('cut')));
  collector.onData(bytes, 0, bytes.length - 1);
  assert.deepEqual(collector.messages, []);
  assert.equal(collector.rest, bytes.length - 1);
});

test('a compressed message is refused: nobody asked for it', () => {
  assert.throws(() => new Collector().onData(Buffer.from('0100000000', 'hex'), 0, 5), /compressed/);
});
