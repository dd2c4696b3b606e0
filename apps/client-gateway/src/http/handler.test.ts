import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpResponse } from '@cairn/edge';
import { etcdserverpb, fromBigInt } from '@cairn/proto';
import { nodeMethod } from '../node/methods.ts';
import type { NodeLink } from '../node/node-link.ts';
import type { NodeState } from '../node/node-state.ts';
import { httpRequest } from '../testing/http-request.ts';
import { someState, stateView, systemClock } from '../testing/support.ts';
import { Checks } from './checks.ts';
import { joinExpositions } from './exposition.ts';
import { httpHandler } from './handler.ts';
import type { HealthCounts } from './health-counts.ts';

const { AlarmResponse, MemberListResponse, RangeRequest, RangeResponse } = etcdserverpb;
const { AlarmType } = etcdserverpb;

interface Situation {
  readonly state?: Partial<NodeState>;
  readonly alarms?: readonly number[];
  readonly failure?: string;
  readonly serializableFailure?: string;
  readonly isLearner?: boolean;
}

const uncounted: HealthCounts = { health: () => undefined, check: () => undefined };

function handlerIn(
  situation: Situation,
  counts: HealthCounts = uncounted,
): (path: string, method?: string) => Promise<HttpResponse> {
  const link: Pick<NodeLink, 'submit' | 'state'> = {
    state: stateView(situation.state),
    submit: (method, request, _deadlineMs, sink) => {
      if (method === nodeMethod.range) {
        const { serializable } = RangeRequest.decode(request);
        const failure = serializable ? situation.serializableFailure : situation.failure;
        if (failure !== undefined) sink.fail(14, failure);
        else sink.respond(RangeResponse.encode({}).finish());
      } else if (method === nodeMethod.ownAlarms) {
        const alarms = (situation.alarms ?? []).map((alarm) => ({ alarm, memberID: 1 }));
        sink.respond(AlarmResponse.encode({ alarms }).finish());
      } else {
        const ID = fromBigInt(someState.memberId, 'unsigned');
        const members = [{ ID, isLearner: situation.isLearner ?? false }];
        sink.respond(MemberListResponse.encode({ members }).finish());
      }
    },
  };
  const handler = httpHandler({
    checks: new Checks({ link: link as NodeLink, clock: systemClock, timeoutMs: 1_000 }),
    counts,
    json: ({ path }) =>
      Promise.resolve(path === '/v3/x' ? { status: 200, headers: {}, body: 'json' } : undefined),
    profiles: undefined,
    metricsText: () => Promise.resolve('metric 1\n'),
    versions: { etcdServer: '3.6.5', etcdCluster: '3.6.0', storage: '3.6.0', cairn: '0.1.0' },
  });
  return async (path, method = 'GET') => {
    const url = new URL(path, 'http://gateway');
    const request = httpRequest({ method, path: url.pathname, query: url.searchParams });
    return (await handler(request)) ?? { status: 404, headers: {}, body: '' };
  };
}

async function answerTo(situation: Situation, path: string): Promise<[number, unknown]> {
  const { status, body } = await handlerIn(situation)(path);
  return [status, body];
}

test('/health says true when a linearizable read gets through', async () => {
  assert.deepEqual(await answerTo({}, '/health'), [200, '{"health":"true","reason":""}']);
});

test('/health names what is wrong', async () => {
  const noSpace = { alarms: [AlarmType.NOSPACE] };
  const cases: readonly [Situation, string, number, string][] = [
    [noSpace, '/health', 503, 'ALARM NOSPACE'],
    [{ alarms: [AlarmType.CORRUPT] }, '/health', 503, 'ALARM CORRUPT'],
    [noSpace, '/health?exclude=NOSPACE', 200, ''],
    [noSpace, '/health?exclude=nospace', 503, 'ALARM NOSPACE'],
    [{ state: { leaderId: 0n } }, '/health', 503, 'RAFT NO LEADER'],
    [{ state: { leaderId: 0n } }, '/health?serializable=true', 200, ''],
    [{ failure: 'it broke' }, '/health', 503, 'RANGE ERROR:it broke'],
    [{ failure: 'it broke' }, '/health?serializable=true', 200, ''],
    [{ failure: 'etcdserver: permission denied' }, '/health', 200, ''],
  ];
  for (const [situation, path, status, reason] of cases) {
    const body = JSON.stringify({ health: status === 200 ? 'true' : 'false', reason });
    // As an error is written in Go, with a line of its own.
    const expected = status === 200 ? body : `${body}\n`;
    assert.deepEqual(await answerTo(situation, path), [status, expected]);
  }
});

test('/readyz and /livez answer ok, or with every check', async () => {
  assert.deepEqual(await answerTo({}, '/livez'), [200, 'ok\n']);
  assert.deepEqual(await answerTo({}, '/readyz'), [200, 'ok\n']);
  assert.deepEqual(await answerTo({}, '/livez?verbose'), [200, '[+]serializable_read ok\nok\n']);
  assert.deepEqual(await answerTo({}, '/readyz/non_learner?verbose'), [
    200,
    '[+]non_learner ok\nok\n',
  ]);
  assert.deepEqual(await answerTo({}, '/readyz/no_such_check'), [404, '']);
  assert.deepEqual(await answerTo({}, '/livez/linearizable_read'), [404, '']);
  assert.deepEqual(await answerTo({}, '/livez/toString'), [404, '']);
});

test('a failing check fails the probe, unless it is excluded', async () => {
  const broken = { failure: 'no quorum' };
  assert.deepEqual(await answerTo(broken, '/livez'), [200, 'ok\n']);
  assert.deepEqual(await answerTo(broken, '/readyz/linearizable_read'), [
    503,
    '[-]linearizable_read failed: no quorum\n\n',
  ]);
  const [status, body] = await answerTo(broken, '/readyz');
  assert.equal(status, 503);
  assert.match(String(body), /\[\+\]serializable_read ok\n\[-\]linearizable_read failed/);
  assert.deepEqual(await answerTo(broken, '/readyz?exclude=linearizable_read'), [200, 'ok\n']);
  assert.equal((await answerTo({ isLearner: true }, '/readyz'))[0], 503);
  assert.equal((await answerTo({ alarms: [AlarmType.CORRUPT] }, '/readyz'))[0], 503);
  assert.equal((await answerTo({ alarms: [AlarmType.NOSPACE] }, '/readyz'))[0], 200);
});

test('/version has the keys of etcd in its order, then our own', async () => {
  assert.deepEqual(await answerTo({}, '/version'), [
    200,
    '{"etcdserver":"3.6.5","etcdcluster":"3.6.0","storage":"3.6.0","cairn":"0.1.0"}',
  ]);
});

test('other methods are not allowed, other paths not found', async () => {
  const handle = handlerIn({});
  for (const path of ['/health', '/livez', '/readyz/non_learner', '/version', '/metrics']) {
    const { status, headers, body } = await handle(path, 'POST');
    assert.deepEqual([status, headers['allow'], body], [405, 'GET', 'Method Not Allowed\n']);
  }
  assert.equal((await handle('/v2/keys')).status, 404);
  assert.equal((await handle('/livezz')).status, 404);
  assert.equal((await handle('/debug/pprof/heap')).status, 404, 'without the flag');
  assert.equal((await handle('/v3/x', 'POST')).body, 'json');
});

test('a family that both expositions have is shown once, the first one', () => {
  const first = '# HELP a A.\n# TYPE a counter\na 1\n# HELP b B.\n# TYPE b gauge\nb{x="1"} 2\n';
  const second = '# HELP b B.\n# TYPE b gauge\nb 9\n\n# HELP c C.\n# TYPE c gauge\nc 3\n';
  assert.equal(joinExpositions(first, second), `${first}# HELP c C.\n# TYPE c gauge\nc 3\n`);
  assert.equal(joinExpositions('', second).includes('b 9'), true);
});

void test('every answer of the health pages is counted, check by check', async () => {
  const counted: string[] = [];
  const counts: HealthCounts = {
    health: (isWell) => void counted.push(`health ${isWell}`),
    check: (type, name, hasPassed) => void counted.push(`${type} ${name} ${hasPassed}`),
  };
  const ask = handlerIn({ failure: 'no leader' }, counts);
  await ask('/health');
  await ask('/livez');
  await ask('/readyz/linearizable_read');
  await ask('/version');
  assert.deepEqual(counted, [
    'health false',
    'livez serializable_read true',
    'readyz linearizable_read false',
  ]);
});
