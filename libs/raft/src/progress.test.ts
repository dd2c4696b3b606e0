import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress } from './progress.ts';

const log = { lastIndex: 10, committed: 5 };

/** A follower that is known to have everything up to `match`. */
function replicating(match: number): Progress {
  const peer = new Progress(match + 1, 4);
  peer.sent(0, match);
  peer.acked(match);
  peer.becomeReplicate();
  return peer;
}

test('a probe sends one message and waits for an answer or a sign of life', () => {
  const peer = new Progress(11, 4);
  assert.equal(peer.wantsAppend(log), true);
  peer.sent(0, 5);
  assert.equal(peer.wantsAppend(log), false);
  peer.heard(10);
  assert.equal(peer.wantsAppend(log), true);
});

test('a stream sends ahead up to its window', () => {
  const peer = replicating(5);
  for (let i = 0; i < 4; i++) {
    assert.equal(peer.wantsAppend(log), true);
    peer.sent(1, 5);
  }
  assert.equal(peer.next, 10);
  assert.equal(peer.wantsAppend(log), false);
  peer.acked(7);
  assert.equal(peer.inflightCount, 2);
  assert.equal(peer.wantsAppend(log), true);
});

test('a new commit index is sent once, and only as far as the follower has the entries', () => {
  const peer = replicating(8);
  const complete = { lastIndex: 8, committed: 5 };
  peer.sent(0, 5);
  assert.equal(peer.wantsAppend(complete), false);
  assert.equal(peer.wantsAppend({ lastIndex: 8, committed: 7 }), true);
  peer.sent(0, 7);
  assert.equal(peer.wantsAppend({ lastIndex: 8, committed: 7 }), false);
});

test('after silence a heartbeat answer makes a stream try, full or not', () => {
  const peer = replicating(6);
  for (let i = 0; i < 4; i++) peer.sent(1, 5);
  assert.equal(peer.wantsAppend(log), false);
  peer.heard(10);
  assert.equal(peer.wantsAppend(log), true);
  assert.equal(peer.needsAnswer, true);
  peer.sent(0, 5);
  assert.equal(peer.wantsAppend(log), false);
});

test('refusals that were overtaken by better knowledge change nothing', () => {
  const stream = replicating(5);
  assert.equal(stream.rejected(5, 2), false);
  assert.equal(stream.state, 'replicate');
  const probe = new Progress(8, 4);
  assert.equal(probe.rejected(9, 2), false);
  assert.equal(probe.next, 8);
});

test('a refusal leads to the hinted place, but never behind what is known to match', () => {
  const probe = new Progress(8, 4);
  assert.equal(probe.rejected(7, 3), true);
  assert.equal(probe.next, 4);
  const stream = replicating(5);
  stream.sent(3, 5);
  assert.equal(stream.rejected(8, 2), true);
  assert.equal(stream.state, 'probe');
  assert.equal(stream.next, 6);
});

test('a delayed acknowledgement takes nothing back', () => {
  const peer = replicating(6);
  assert.equal(peer.acked(4), false);
  assert.equal(peer.match, 6);
  assert.equal(peer.next, 7);
});

test('while a snapshot is under way nothing is sent, and afterwards a probe follows it', () => {
  const peer = new Progress(3, 4);
  peer.becomeSnapshot(9);
  peer.heard(10);
  assert.equal(peer.wantsAppend(log), false);
  peer.becomeProbe();
  assert.equal(peer.next, 10);
  peer.becomeSnapshot(9);
  peer.snapshotFailed();
  assert.equal(peer.next, 1);
});
