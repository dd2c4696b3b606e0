// /health: one JSON answer for load balancers and operators, in etcd's words.
import type { HttpRequest, HttpResponse } from '@cairn/edge';
import { contentType, textAnswer } from './answers.ts';
import type { Checks } from './checks.ts';
import type { HealthCounts } from './health-counts.ts';

export async function health(
  checks: Checks,
  counts: Pick<HealthCounts, 'health'>,
  { query }: HttpRequest,
): Promise<HttpResponse> {
  const reason = await reasonOfIllness(
    checks,
    query.get('serializable') === 'true',
    new Set(query.getAll('exclude')),
  );
  counts.health(reason === '');
  const body = JSON.stringify({ health: reason === '' ? 'true' : 'false', reason });
  // JSON that says it is text: etcd's, and what its users' checks were written against.
  if (reason !== '') return textAnswer(503, `${body}\n`);
  return { status: 200, headers: { 'content-type': contentType.text }, body };
}

/** Empty = well. The order is etcd's: alarms, leader, a read. */
async function reasonOfIllness(
  checks: Checks,
  serializable: boolean,
  excluded: ReadonlySet<string>,
): Promise<string> {
  // Listing alarms asks the cluster; without a leader that could only time out.
  if (!serializable && !checks.hasLeader) return 'RAFT NO LEADER';
  if (!serializable) {
    const alarms = await checks.alarms();
    if (alarms.kind === 'failed') return `RANGE ERROR:${alarms.reason}`;
    const raised = alarms.names.find((name) => !excluded.has(name));
    if (raised !== undefined) return `ALARM ${raised}`;
  }
  const failure = await checks.read(serializable);
  return failure === undefined ? '' : `RANGE ERROR:${failure}`;
}
