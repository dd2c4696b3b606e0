import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { etcdserverpb } from '@cairn/proto';
import { EntryType, MessageType, encodeConfChange } from '@cairn/raft';
import type { Entry, Message } from '@cairn/raft';
import { message } from '../testing/messages.ts';
import { randomMessage } from '../testing/random-messages.ts';
import { messageMistake } from './message-mistake.ts';

const { InternalRaftRequest } = etcdserverpb;
/** The header comes first, as in every entry of ours. */
const request = Buffer.concat([
  InternalRaftRequest.encode({ header: { ID: 5 } }).finish(),
  InternalRaftRequest.encode({ put: { key: Buffer.from('k') } }).finish(),
]);
const confChange = encodeConfChange({
  kind: 'simple',
  step: { kind: 'addVoter', member: 9n },
  context: request,
});

function entry(fields: Partial<Entry> = {}): Entry {
  return { index: 0, term: 0, type: EntryType.normal, data: request, ...fields };
}

const mistakeIn = (fields: Partial<Message>): string | undefined =>
  messageMistake(message(fields), 1n, 2n);

const append = (fields: Partial<Message>): string | undefined =>
  mistakeIn({ type: MessageType.appendRequest, index: 7, logTerm: 3, term: 5, ...fields });

const propose = (...entries: readonly Entry[]): string | undefined =>
  mistakeIn({ type: MessageType.propose, entries });

test('what members say to each other passes', () => {
  assert.equal(append({}), undefined);
  const entries = [
    entry({ index: 8, term: 3 }),
    entry({ index: 9, term: 5, data: new Uint8Array(0) }),
    entry({ index: 10, term: 5, type: EntryType.confChange, data: confChange }),
  ];
  assert.equal(append({ entries }), undefined);
  assert.equal(propose(entry(), entry()), undefined);
  assert.equal(propose(entry({ type: EntryType.confChange, data: confChange })), undefined);
  for (const type of Object.values(MessageType)) assert.equal(mistakeIn({ type }), undefined);
});

test('entries that do not follow each other are refused', () => {
  assert.match(append({ entries: [entry({ index: 9, term: 4 })] }) ?? '', /after entry 7/);
  const gap = [entry({ index: 8, term: 4 }), entry({ index: 10, term: 4 })];
  assert.match(append({ entries: gap }) ?? '', /entry 10 .* after entry 8/);
  assert.match(append({ entries: [entry({ index: 8, term: 2 })] }) ?? '', /of term 2/);
  assert.match(append({ entries: [entry({ index: 8, term: 6 })] }) ?? '', /a leader of term 5/);
  const strange = entry({ index: 8, term: 4, type: 7 as EntryType });
  assert.match(append({ entries: [strange] }) ?? '', /type 7/);
});

test('a proposal that no member could apply is refused', () => {
  assert.match(propose(entry({ data: new Uint8Array(0) })) ?? '', /no request/);
  assert.match(propose(entry(), entry({ data: Buffer.from('garbage') })) ?? '', /no request/);
  assert.match(propose(entry({ data: request.subarray(0, -1) })) ?? '', /no request/);
  const unreadable = entry({ type: EntryType.confChange, data: Buffer.from('garbage') });
  assert.match(propose(unreadable) ?? '', /no request/);
  const empty = encodeConfChange({ kind: 'leaveJoint', context: new Uint8Array(0) });
  assert.match(propose(entry({ type: EntryType.confChange, data: empty })) ?? '', /no request/);
  assert.match(propose(entry({ type: 2 as EntryType })) ?? '', /type 2/);
});

test('messages of others, for others and of no known type are refused', () => {
  assert.match(mistakeIn({ from: 3n }) ?? '', /from 3 to 2 on a stream from 1 to 2/);
  assert.match(mistakeIn({ to: 3n }) ?? '', /from 1 to 3 on a stream from 1 to 2/);
  assert.match(mistakeIn({ type: 15 as MessageType }) ?? '', /unknown type 15/);
  assert.match(mistakeIn({ type: 0 as MessageType }) ?? '', /unknown type 0/);
});

test('no message whatsoever is an exception', () => {
  const random = new SeededRandom(3);
  let refused = 0;
  for (let round = 0; round < 2_000; round++) {
    const any = { ...randomMessage(random), from: 1n, to: 2n };
    if (messageMistake(any, 1n, 2n) !== undefined) refused += 1;
  }
  assert.ok(refused > 100, `${refused} were refused`);
});
