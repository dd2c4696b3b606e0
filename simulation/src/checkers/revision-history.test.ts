import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromByteString } from '@cairn/core';
import { MemoryBackend } from '@cairn/backend';
import { StateMachine } from '@cairn/replica';
import type { StoreEvent } from '@cairn/mvcc';
import { RevisionHistory } from './revision-history.ts';

/** What a state machine says of puts of these values, one revision each. */
function eventsOf(...values: readonly string[]): readonly StoreEvent[] {
  const header = { clusterId: 1n, memberId: 1n, raftTerm: 1 };
  const machine = new StateMachine(new MemoryBackend(), () => header);
  for (const value of values) {
    const open = machine.context.beginWrite();
    open.put(fromByteString('k'), fromByteString(value), 0n);
    open.end();
  }
  return machine.takeChanges().events;
}

test('members that write other bytes at a revision are noticed', () => {
  const history = new RevisionHistory();
  history.applied(1n, 2, 2, eventsOf('a'));
  history.applied(2n, 2, 2, eventsOf('a'));
  assert.throws(() => history.applied(3n, 2, 2, eventsOf('b')), /revision 2 of 3 differs/);
});

test('a hole in the revisions is noticed, and members that stand elsewhere after an entry', () => {
  const history = new RevisionHistory();
  assert.throws(() => history.applied(1n, 3, 3, eventsOf('a')), /stands at revision 3/);
  const again = new RevisionHistory();
  again.applied(1n, 2, 2, eventsOf('a'));
  assert.throws(() => again.applied(2n, 2, 1, []), /after entry 2, 2 stands at revision 1/);
  assert.throws(() => again.beginsAt(2n, 2, 3), /state-machine safety/);
});

test('a value that is written twice is noticed', () => {
  const history = new RevisionHistory();
  assert.throws(
    () => history.applied(1n, 3, 3, eventsOf('u:x', 'u:x')),
    /exactly-once apply: u:x is written at revision 2 and again at 3/,
  );
});

test('revisions that are lost may be written otherwise, those before may not', () => {
  const history = new RevisionHistory();
  history.applied(1n, 2, 2, eventsOf('u:a'));
  history.applied(1n, 3, 3, eventsOf('u:a', 'u:b').slice(1));
  assert.equal(history.forgetAfter(2), 2);
  assert.deepEqual([history.lastRevision, history.eventsOf(3)], [2, undefined]);
  history.beginsAt(1n, 2, 2);
  history.applied(1n, 3, 3, eventsOf('u:a', 'u:c').slice(1));
  assert.equal(history.eventsOf(3)?.[0]?.value, 'u:c');
  assert.throws(() => history.applied(2n, 2, 2, eventsOf('u:d')), /revision 2 of 2 differs/);
});
