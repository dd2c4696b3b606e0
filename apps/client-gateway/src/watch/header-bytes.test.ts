import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdserverpb } from '@cairn/proto';
import { responseHeader } from '../node/node-state.ts';
import type { NodeState } from '../node/node-state.ts';
import { someState } from '../testing/support.ts';
import { HeaderBytes } from './header-bytes.ts';

function reference(state: NodeState | undefined, revision: number): Uint8Array {
  const header = responseHeader(state, revision);
  return etcdserverpb.WatchResponse.encode({ header }).finish();
}

test('headers are the bytes that the generated code makes, in whatever order they are asked for', () => {
  const headers = new HeaderBytes();
  const states: (NodeState | undefined)[] = [
    undefined,
    someState,
    { ...someState, raftTerm: 2 ** 40 },
    { ...someState, clusterId: 2n ** 64n - 1n },
    { ...someState, memberId: 127n },
    { ...someState, clusterId: 128n, memberId: 2n ** 63n },
  ];
  const asked = states.flatMap((state) =>
    [0, 1, 127, 128, 2 ** 32, Number.MAX_SAFE_INTEGER].map((revision) => ({ state, revision })),
  );
  for (const { state, revision } of [...asked, ...asked.toReversed()]) {
    assert.deepEqual(
      Buffer.from(headers.field(state, revision)),
      Buffer.from(reference(state, revision)),
      `revision ${revision}`,
    );
  }
});

test('the same header is not made twice', () => {
  const headers = new HeaderBytes();
  const first = headers.field(someState, 7);
  assert.equal(headers.field({ ...someState, appliedIndex: 99 }, 7), first);
  assert.notEqual(headers.field(someState, 8), first);
});
