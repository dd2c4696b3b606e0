// The whole cluster loses its power in the middle of its writes, again and again. What a disk was not
// asked to keep may be there afterwards, or gone, or torn; what a client was told is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@cairn/core';
import { RequestKind } from './request-codec.ts';
import { TestCluster, put, turn, valueOf } from './testing/test-cluster.ts';
import type { Node } from './testing/test-cluster.ts';

const rounds = 100;
const writers = 12;

/** What a writer has been told of its key. */
interface Written {
  /** The last value that was acknowledged, or found there after a power cut. */
  acknowledged: number;
  /** The last value that was asked for. */
  asked: number;
}

class Writers {
  readonly written: Written[] = Array.from({ length: writers }, () => ({
    acknowledged: 0,
    asked: 0,
  }));
  acknowledgedCount = 0;
  unansweredCount = 0;
  #life = 0;

  /** Each of them asks for one value after the other, until the power goes. */
  start(cluster: TestCluster, random: SeededRandom): void {
    const life = ++this.#life;
    for (const number of this.written.keys()) {
      this.#next(cluster, random, { number, life });
    }
  }

  /** Nobody hears anything from members that have no power. */
  powerIsGone(): void {
    this.#life += 1;
  }

  /** What was asked for and never answered may have been done; then it stays done. */
  foundAt(node: Node): void {
    for (const [number, written] of this.written.entries()) {
      written.acknowledged = Number(valueOf(node, keyOf(number)) ?? 0);
    }
  }

  #next(
    cluster: TestCluster,
    random: SeededRandom,
    who: { readonly number: number; readonly life: number },
  ): void {
    const written = this.written[who.number];
    const node = cluster.node(random.nextBelow(cluster.nodes.length));
    assert.ok(written !== undefined);
    const value = ++written.asked;
    const body = put(keyOf(who.number), `${value}`);
    node.replica.propose(RequestKind.put, body, ({ kind }) => {
      if (who.life !== this.#life) return void (this.unansweredCount += 1);
      // What failed may still be done, behind what is asked for next: nobody asks before it is known.
      if (kind === 'failed') return;
      this.acknowledgedCount += 1;
      written.acknowledged = value;
      this.#next(cluster, random, who);
    });
  }
}

const keyOf = (writer: number): string => `writer${writer}`;

/** Everybody at once, whatever their logs are doing, and no disk keeps more than it must. */
async function cutPower(cluster: TestCluster, random: SeededRandom): Promise<void> {
  for (const { files } of cluster.nodes) {
    files.intercept = () => ({ error: new Error('there is no power') });
  }
  for (const index of cluster.nodes.keys()) {
    await cluster.restart(index, async ({ files, backend }) => {
      files.crash({ random });
      return await Promise.resolve(backend.crash(random));
    });
  }
}

function assertNothingIsLost(node: Node, written: readonly Written[], round: number): void {
  for (const [number, { acknowledged, asked }] of written.entries()) {
    const value = Number(valueOf(node, keyOf(number)) ?? 0);
    const what = `round ${round}, ${keyOf(number)}: ${value}, acknowledged ${acknowledged}`;
    assert.ok(value >= acknowledged, `lost: ${what}`);
    assert.ok(value <= asked, `nobody wrote this: ${what}`);
  }
}

test(`a cluster without power ${rounds} times in the middle of its writes keeps what it acknowledged`, async () => {
  const random = new SeededRandom(100);
  const cluster = await TestCluster.start(3);
  const all = new Writers();
  for (let round = 1; round <= rounds; round++) {
    await cluster.leaderKnownToAll();
    all.start(cluster, random);
    const before = all.acknowledgedCount;
    await cluster.until('some writes are acknowledged', () => all.acknowledgedCount > before + 20);
    for (let turns = random.nextBelow(12); turns > 0; turns--) await turn();
    all.powerIsGone();
    // Nothing leaves a member without power, and nothing reaches one.
    cluster.deliver = () => false;
    await cutPower(cluster, random);
    cluster.deliver = () => true;

    const leader = await cluster.leaderKnownToAll();
    await cluster.put(leader, 'round', `${round}`);
    await cluster.until('all have applied all', () => {
      const { appliedIndex } = leader.replica;
      return cluster.nodes.every(({ replica }) => replica.appliedIndex === appliedIndex);
    });
    for (const node of cluster.nodes) assertNothingIsLost(node, all.written, round);
    const hashes = cluster.nodes.map(({ replica }) => replica.machine.store.hashKv(0).hash);
    assert.equal(new Set(hashes).size, 1, `round ${round}: ${hashes.join()}`);
    all.foundAt(leader);
  }
  assert.ok(all.unansweredCount > rounds, `${all.unansweredCount} writes were under way`);
});
