import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Member } from '@cairn/replica';
import { DoNotRestartError } from '@cairn/service';
import type { RaftNodeConfig } from './config.ts';
import { initialCluster } from './initial-cluster.ts';
import { checkFounding, joinCluster } from './join-cluster.ts';
import type { JoinOptions } from './join-cluster.ts';
import type { KnownCluster } from './peers/ask-members.ts';

const config = {
  name: 'm3',
  initialAdvertisePeerUrls: ['http://c:1'],
  listenPeerUrls: ['http://c:1'],
  initialCluster: ['m1=http://a:1', 'm2=http://b:1', 'm3=http://c:1'],
  initialClusterToken: 'token',
  initialClusterState: 'existing',
} as unknown as RaftNodeConfig;

function member(id: bigint, peerUrl: string, name = ''): Member {
  return { id, name, peerUrls: [peerUrl], clientUrls: [], isLearner: false };
}

const founders = [member(1n, 'http://a:1', 'm1'), member(2n, 'http://b:1', 'm2')];
const self = member(3n, 'http://c:1');

type Answer = readonly Member[] | 'away';

/** `answers` are those of one peer URL, round after round; the last one stays. */
function options(answers: Readonly<Record<string, readonly Answer[]>>): {
  readonly options: JoinOptions;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const ask = async (url: string): Promise<KnownCluster> => {
    const round = asked.filter((one) => one === url).length;
    asked.push(url);
    const rounds = answers[url] ?? [];
    const answer = rounds[Math.min(round, rounds.length - 1)] ?? 'away';
    if (answer === 'away') throw new Error('connection refused');
    return { clusterId: 99n, members: answer };
  };
  const signal = new AbortController().signal;
  return { options: { config, ask, signal, pauseMs: 1, rounds: 3 }, asked };
}

async function refusalOf(answer: readonly Member[]): Promise<string> {
  const joined = joinCluster(options({ 'http://a:1': [answer] }).options);
  return await joined.then(
    () => assert.fail('it fitted'),
    (error: unknown) => {
      assert.ok(error instanceof DoNotRestartError);
      return error.message;
    },
  );
}

test('a newcomer learns the cluster and its own id from whoever answers', async () => {
  const { options: given, asked } = options({
    'http://a:1': ['away'],
    'http://b:1': [[...founders, self]],
  });
  const joined = await joinCluster(given);
  assert.deepEqual(joined, { clusterId: 99n, members: [...founders, self], self });
  assert.deepEqual(asked, ['http://a:1', 'http://b:1'], 'its own URL is not asked');
});

test('one that does not know the newcomer yet, or nobody, is asked again', async () => {
  const { options: given } = options({
    'http://a:1': [[]],
    'http://b:1': [founders, 'away', [...founders, self]],
  });
  assert.equal((await joinCluster(given)).self.id, 3n);
});

test('a cluster that is not the one of the flags is refused with the text of etcd', async () => {
  assert.match(
    await refusalOf(founders),
    /^error validating peerURLs http:\/\/a:1,http:\/\/b:1: member count is unequal: .* 2 members .* names 3$/,
  );
  assert.match(
    await refusalOf([...founders, member(0xabcn, 'http://d:1')]),
    /PeerURLs: no match found for existing member \(abc, \[http:\/\/d:1\]\)/,
  );
  const twice = [founders[0]!, founders[1]!, member(7n, 'http://b:1')];
  assert.match(
    await refusalOf(twice),
    /unmatched member while checking PeerURLs \(http:\/\/c:1\/\)/,
  );
});

test('how a URL is written makes no difference, and who has several is one member', async () => {
  const several = { ...self, peerUrls: ['http://c:1/', 'http://d:1'] };
  const { options: given } = options({ 'http://a:1': [[...founders, several]] });
  const changed = {
    ...config,
    initialAdvertisePeerUrls: ['http://d:1', 'http://c:1'],
    initialCluster: [...config.initialCluster, 'm3=http://d:1'],
  };
  assert.equal((await joinCluster({ ...given, config: changed })).self.id, 3n);
});

test('when nobody answers a restart may help', async () => {
  const joined = joinCluster(options({}).options);
  await assert.rejects(joined, (error) => {
    assert.ok(error instanceof Error && !(error instanceof DoNotRestartError));
    assert.match(error.message, /could not retrieve cluster information from the given URLs/);
    return true;
  });
});

test('a newcomer that is told to stop stops asking', async () => {
  const stopping = new AbortController();
  const { options: given } = options({});
  const silent = {
    ...given,
    signal: stopping.signal,
    ask: () => new Promise<never>(() => undefined),
  };
  const joined = joinCluster(silent);
  stopping.abort();
  await assert.rejects(joined, (error) => error === stopping.signal.reason);
  const pausing = joinCluster({ ...given, signal: stopping.signal });
  await assert.rejects(pausing, (error) => error === stopping.signal.reason);
});

test('a founder whose cluster knows it as one that has run does not begin again', async () => {
  const founding = { ...config, initialClusterState: 'new' } as RaftNodeConfig;
  const flags = initialCluster(founding);
  const [m1, m2, own] = flags.members.map((one, i) => ({ ...one, name: `m${i + 1}` }));
  const check = (answer: readonly Member[]): Promise<void> =>
    checkFounding(flags, options({ 'http://b:1': [answer] }).options);
  await check([m1!, m2!, { ...own!, name: '' }]);
  await check([m1!, m2!]);
  await check([]);
  const again = check([m1!, m2!, own!]);
  await assert.rejects(again, (error) => {
    assert.ok(error instanceof DoNotRestartError);
    assert.match(error.message, /has already been bootstrapped, but its data directory is empty/);
    return true;
  });
});
