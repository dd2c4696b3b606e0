// What must hold between any two calls, whatever the peer sends. Used by tests and fuzzers, which put
// it behind every input; a production connection relies on it and does not pay for it.
import { assert } from '@cairn/core';
import { windowBytesLimit } from '../frames/frame-layout.ts';
import type { Http2Limits } from '../types.ts';
import type { Receiver } from './receiver.ts';
import type { Sender } from './sender.ts';
import type { StreamTable } from './stream-table.ts';
import type { Stream } from './stream.ts';

/** Throws AssertionFailure if the halves of a connection contradict each other. */
export function checkInvariants(
  limits: Http2Limits,
  table: StreamTable,
  sender: Sender,
  receiver: Receiver,
): void {
  let unconsumedBytes = 0;
  for (const stream of table.values()) {
    checkStream(stream, receiver);
    unconsumedBytes += stream.unconsumedBytes;
  }
  assert(
    receiver.connectionWindow + receiver.unreturnedBytes + unconsumedBytes ===
      limits.connectionWindowBytes,
    'the connection window is what is announced less what is not given back',
  );
  assert(
    sender.connectionWindow >= 0 && sender.connectionWindow <= windowBytesLimit,
    'the peer’s connection window is between 0 and 2^31-1',
  );
}

function checkStream(stream: Stream, receiver: Receiver): void {
  const { id } = stream;
  assert(stream.state !== 'closed', `stream ${id} is in the table and closed`);
  assert(stream.sendWindow <= windowBytesLimit, `send window of stream ${id} is above 2^31-1`);
  const waits = stream.queuedBytes > 0;
  assert(
    stream.isInRound === (waits && stream.sendWindow > 0),
    `stream ${id} is in the round although it cannot send, or the reverse`,
  );
  assert(waits || stream.pendingEnd === 'none', `the end of stream ${id} waits behind nothing`);
  assert(
    stream.unconsumedBytes >= 0 && stream.unreturnedBytes >= 0,
    `stream ${id} gave back more than it got`,
  );
  assert(
    stream.receiveWindow + stream.unconsumedBytes + stream.unreturnedBytes ===
      receiver.initialWindow,
    `the window of stream ${id} is not what is announced less what is not given back`,
  );
}
