import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runClosedLoop } from './closed-loop.ts';
import { runOpenLoop } from './open-loop.ts';
import type { Schedule, UnarySlot } from './unary-slot.ts';

/** A server that answers after some turns of the event loop, and may refuse. */
class FakeServer {
  sent = 0;
  inFlightMax = 0;
  #inFlight = 0;
  readonly #mistake: (request: number) => string | undefined;

  constructor(mistake: (request: number) => string | undefined = () => undefined) {
    this.#mistake = mistake;
  }

  slots(count: number): readonly UnarySlot[] {
    return Array.from({ length: count }, () => {
      const slot = {
        send: (schedule: Schedule, sinceMs: number): void => {
          const mistake = this.#mistake(this.sent++);
          this.inFlightMax = Math.max(this.inFlightMax, ++this.#inFlight);
          setImmediate(() => {
            this.#inFlight--;
            if (mistake === undefined) schedule.recorder.answered(performance.now() - sinceMs);
            else schedule.recorder.failed(mistake);
            schedule.onFree(slot as UnarySlot);
          });
        },
      };
      return slot as UnarySlot;
    });
  }
}

test('a closed loop sends exactly as many requests as asked for and keeps every slot busy', async () => {
  for (const requests of [1, 7, 8, 100]) {
    const server = new FakeServer();
    const { recorder } = await runClosedLoop(server.slots(8), requests);
    assert.equal(server.sent, requests);
    assert.equal(recorder.finished, requests);
    assert.equal(server.inFlightMax, Math.min(8, requests));
    assert.equal(recorder.percentilesMs([50, 99]).length, 2);
  }
});

test('wrong answers are counted and there are no percentiles with them', async () => {
  const server = new FakeServer((request) => (request % 10 === 3 ? `bad ${request}` : undefined));
  const { recorder } = await runClosedLoop(server.slots(4), 100);
  assert.throws(() => recorder.percentilesMs([99]), /10 of 100 answers were not OK.* bad 3$/);
});

test('an open loop answers every request that was due, in no less time than its rate takes', async () => {
  const server = new FakeServer();
  const { recorder, seconds } = await runOpenLoop(server.slots(4), 1_000, 50);
  assert.equal(server.sent, 50);
  assert.equal(recorder.finished, 50);
  assert.ok(seconds >= 0.049, `the last request was due after 49 ms, not ${seconds} s`);
});
