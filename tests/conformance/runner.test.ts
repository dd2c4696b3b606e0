// The runner must see a difference where there is one; otherwise its silence means nothing.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { expectedOutcomes, judge } from './conform.ts';
import type { Transcript } from './server-under-test.ts';
import { ServerUnderTest } from './server-under-test.ts';
import { changed, failure, get, put, receive, sentence, txn, watch } from './steps.ts';
import { hasChange } from './versions.ts';
import { etcdVersion, requireTools, startEtcd } from '../kit/index.ts';

const one = sentence('a get', get('a'));

function transcript(...outcomes: readonly unknown[]): Transcript {
  return { outcomes: [...outcomes, { leftover: {} }], answers: new Map() };
}

suite('a case', () => {
  test('passes when both servers answered the same', () => {
    judge(one, transcript({ count: 1 }), transcript({ count: 1 }).outcomes, undefined);
  });

  test('fails on an answer that differs in one field', () => {
    assert.throws(
      () => judge(one, transcript({ count: 1 }), transcript({ count: 2 }).outcomes, undefined),
      /step 1/,
    );
  });

  test('fails on a field that only one server sent', () => {
    assert.throws(() => judge(one, transcript({}), transcript({ more: true }).outcomes, undefined));
    assert.throws(() => judge(one, transcript({ more: true }), transcript({}).outcomes, undefined));
  });

  test('fails when both servers leave the same messages unread', () => {
    const left: Transcript = { outcomes: [{}, { leftover: { w: [{}] } }], answers: new Map() };
    assert.throws(() => judge(one, left, left.outcomes, undefined), /unread/);
  });

  test('fails when both servers wait in vain', () => {
    const vain = transcript({ messages: [], missing: 1 });
    assert.throws(() => judge(one, vain, vain.outcomes, undefined), /in vain/);
  });

  test('that is a known gap may differ and may not pass', () => {
    judge(one, transcript({ count: 1 }), transcript({ count: 2 }).outcomes, 'a reason');
    assert.throws(
      () => judge(one, transcript({ count: 1 }), transcript({ count: 1 }).outcomes, 'a reason'),
      /no gap any more, remove it from known-gaps.ts: a reason/,
    );
  });
});

suite('a change since a release', () => {
  const refused = failure(3, 'refused');
  const steps = [
    changed({ since: ['3.5.4', '3.6.1'], reference: 'none', expected: () => refused }, get('a')),
  ];
  const expected = (subjectVersion: string, oracleVersion: string): unknown =>
    expectedOutcomes(steps, transcript('found'), { subjectVersion, oracleVersion })[0];

  test('is expected of a newer subject when the oracle is older', () => {
    assert.deepEqual(expected('3.6.1', '3.4.23'), refused);
    assert.deepEqual(expected('3.5.4', '3.5.3'), refused);
  });

  test('is not expected when both or neither have it', () => {
    assert.equal(expected('3.6.14', '3.6.14'), 'found');
    assert.equal(expected('3.4.23', '3.4.23'), 'found');
  });

  test('belongs to a release line from its own release on, and to every later line', () => {
    const since = ['3.5.4', '3.6.1'];
    const versions = ['3.4.99', '3.5.3', '3.5.4', '3.5.30', '3.6.0', '3.6.1', '3.7.0', '4.0.0'];
    assert.deepEqual(
      versions.filter((version) => hasChange(version, since)),
      ['3.5.4', '3.5.30', '3.6.1', '3.7.0', '4.0.0'],
    );
  });
});

suite('two servers that differ', requireTools('etcd'), () => {
  test('are told apart by a case about what differs, and only by it', async () => {
    await using strict = await startEtcd({ flags: ['--max-txn-ops', '2'] });
    await using lax = await startEtcd({ advertisePeerUrl: 'http://127.0.0.1:1' });
    const version = etcdVersion();
    const three = ['a', 'b', 'c'].map((key) => ({ request_put: { key, value: '1' } }));
    const tooMany = sentence('a txn of three operations', txn({ success: three }));
    const watching = sentence('a watch', watch({ key: 'a' }), receive(), put('a', '1'), receive());
    const take = async (each: typeof tooMany): Promise<void> => {
      const strictly = new ServerUnderTest(strict, version);
      const laxly = new ServerUnderTest(lax, version);
      try {
        judge(each, await strictly.take(each), (await laxly.take(each)).outcomes, undefined);
      } finally {
        strictly.close();
        laxly.close();
      }
    };
    await assert.rejects(take(tooMany), /too many operations/);
    // Other peer URLs make other ids, which the runner does not mask.
    await assert.rejects(take(watching), /member_id/);
  });
});
