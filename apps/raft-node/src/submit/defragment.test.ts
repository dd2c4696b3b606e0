import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBackend } from '@cairn/backend';
import type { Replica } from '@cairn/replica';
import { defragment } from './defragment.ts';
import type { DefragmentReport } from './defragment.ts';
import type { Outcome } from './outcome.ts';

/** A store whose defragmentation ends when the test says so. */
class SlowBackend extends MemoryBackend {
  runs = 0;
  end: PromiseWithResolvers<void> = Promise.withResolvers();

  override async defragment(): Promise<void> {
    this.runs += 1;
    await this.end.promise;
  }
}

interface Member {
  backend: SlowBackend;
  readonly reports: DefragmentReport[];
  readonly begun: () => number;
  readonly ask: (request?: Uint8Array) => Promise<Outcome>;
}

function member(): Member {
  const reports: DefragmentReport[] = [];
  let begun = 0;
  const state = { backend: new SlowBackend() };
  const replica = {
    get backend() {
      return state.backend;
    },
    readSerializable: (callback: (error: Error | undefined) => void) => callback(undefined),
  } as unknown as Replica;
  return {
    get backend() {
      return state.backend;
    },
    set backend(backend) {
      state.backend = backend;
    },
    reports,
    begun: () => begun,
    ask: (request = new Uint8Array(0)) =>
      new Promise((reply) => {
        defragment(
          {
            replica,
            onDefragmentBegun: () => (begun += 1),
            onDefragmentEnded: (report) => reports.push(report),
          },
          { request, timeoutMs: 1, reply },
        );
      }),
  };
}

test('a defragmentation is answered when it is over, without a header', async () => {
  const m = member();
  const asked = m.ask();
  assert.equal(m.begun(), 1);
  assert.equal(m.reports.length, 0);
  m.backend.end.resolve();
  assert.deepEqual(await asked, { kind: 'answer', bytes: Buffer.alloc(0) });
  assert.deepEqual(
    m.reports.map(({ error }) => error),
    [undefined],
  );
});

test('who asks while one is under way waits for that one, and the next one is another', async () => {
  const m = member();
  const two = [m.ask(), m.ask()];
  assert.equal(m.backend.runs, 1);
  m.backend.end.resolve();
  for (const { kind } of await Promise.all(two)) assert.equal(kind, 'answer');
  await m.ask();
  assert.equal(m.backend.runs, 2);
});

test('what went wrong is said to the client, and nothing stops for it', async () => {
  const m = member();
  const asked = m.ask();
  m.backend.end.reject(new Error('no space left on device'));
  const outcome = await asked;
  assert.deepEqual(outcome, { kind: 'failure', code: 2, message: 'no space left on device' });
  assert.match(String(m.reports[0]?.error), /no space/);
});

test('a store that is replaced meanwhile is reported as a change of the leader', async () => {
  const m = member();
  const { end } = m.backend;
  const asked = m.ask();
  m.backend = new SlowBackend();
  end.reject(new Error('the store was closed during its defragmentation'));
  const outcome = await asked;
  assert.deepEqual(outcome, {
    kind: 'failure',
    code: 14,
    message: 'etcdserver: leader changed',
  });
});
