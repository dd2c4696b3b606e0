// Election.Observe: the leader there is, then every value it proclaims, then the next leader. One of
// two things is watched at any time: the key of the leader until it is deleted, or, while nobody leads,
// the whole line until somebody joins it. Each watch starts behind the revision that was seen last, so
// nothing between two of them is missed.
import { decodeStreamMessage } from '@cairn/api';
import { assert } from '@cairn/core';
import type { StreamCall } from '@cairn/edge';
import { mvccpb, toSafeNumber, v3electionpb } from '@cairn/proto';
import { WaitingLine, revisionOf } from '../coordination/waiting-line.ts';
import type { Header, RecipeTools } from '../coordination/waiting-line.ts';
import { answerStream } from '../services/answer-stream.ts';

type KeyValue = mvccpb.KeyValue.$Properties;
type Tell = (header: Header, record: KeyValue) => Promise<void>;

const { EventType } = mvccpb.Event;

export function observeLeaders(tools: RecipeTools, call: StreamCall): void {
  answerStream(call, async (request, send) => {
    const { name } = decodeStreamMessage(v3electionpb.LeaderRequest, request);
    const line = new WaitingLine(tools, call, name);
    const tell: Tell = (header, kv) =>
      send(v3electionpb.LeaderResponse.encode({ header, kv }).finish());
    while (!call.signal.aborted) await followOne(line, tell);
  });
}

/** From one leader, present or next, to its end. */
async function followOne(line: WaitingLine, tell: Tell): Promise<void> {
  const { header, record } = await line.first();
  if (record !== undefined) {
    await tell(header, record);
    await followLeader(line, tell, keyOf(record), revisionOf(header));
    return;
  }
  const elected = await nextElected(line, revisionOf(header));
  if (elected === undefined) return;
  await tell(elected.header, elected.record);
  await followLeader(line, tell, keyOf(elected.record), revisionOf(elected.header));
}

/** undefined = what happened since is compacted away: look again. */
async function nextElected(
  line: WaitingLine,
  afterRevision: number,
): Promise<{ readonly header: Header; readonly record: KeyValue } | undefined> {
  using watch = line.watch(afterRevision + 1);
  for (;;) {
    const response = await watch.events();
    if (response === undefined) return undefined;
    for (const { type, kv } of response.events) {
      if (type === EventType.DELETE) continue;
      const record = kv ?? {};
      return { header: { ...response.header, revision: modRevisionOf(record) }, record };
    }
  }
}

async function followLeader(
  line: WaitingLine,
  tell: Tell,
  key: Uint8Array,
  afterRevision: number,
): Promise<void> {
  using watch = line.watch(afterRevision + 1, { key });
  for (;;) {
    const response = await watch.events();
    if (response === undefined) return;
    for (const { type, kv } of response.events) {
      if (type === EventType.DELETE) return;
      const record = kv ?? {};
      await tell({ ...response.header, revision: modRevisionOf(record) }, record);
    }
  }
}

function keyOf({ key }: KeyValue): Uint8Array {
  assert(key !== null && key !== undefined, 'a record has a key');
  return key;
}

function modRevisionOf({ mod_revision: revision }: KeyValue): number {
  return toSafeNumber(revision ?? 0);
}
