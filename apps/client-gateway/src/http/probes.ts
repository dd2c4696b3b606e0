// /livez and /readyz for Kubernetes-style probes: named checks, together or one by one.
import type { HttpRequest, HttpResponse } from '@cairn/edge';
import { textAnswer } from './answers.ts';
import type { CheckResult, Checks } from './checks.ts';
import type { HealthCounts } from './health-counts.ts';

type NamedChecks = Readonly<Record<string, () => Promise<CheckResult>>>;

function checksOf(probe: string, checks: Checks): NamedChecks | undefined {
  const serializable = (): Promise<CheckResult> => checks.read(true);
  if (probe === 'livez') return { serializable_read: serializable };
  if (probe !== 'readyz') return undefined;
  return {
    data_corruption: () => checks.dataCorruption(),
    serializable_read: serializable,
    linearizable_read: () => checks.read(false),
    non_learner: () => checks.nonLearner(),
  };
}

/** undefined when the path is no probe. */
export async function probe(
  checks: Checks,
  counts: Pick<HealthCounts, 'check'>,
  { path, query }: HttpRequest,
): Promise<HttpResponse | undefined> {
  const [, name = '', single, ...more] = path.split('/');
  const named = checksOf(name, checks);
  if (named === undefined || more.length > 0) return undefined;
  if (single !== undefined && !Object.hasOwn(named, single)) return undefined;
  const excluded = new Set(single === undefined ? query.getAll('exclude') : []);
  const names = Object.keys(named).filter(
    (check) => (single ?? check) === check && !excluded.has(check),
  );
  const results = await Promise.all(
    names.map(async (check) => ({ check, failure: await named[check]?.() })),
  );
  for (const { check, failure } of results) counts.check(name, check, failure === undefined);
  const lines = results.map(({ check, failure }) =>
    failure === undefined ? `[+]${check} ok\n` : `[-]${check} failed: ${failure}\n`,
  );
  const isWell = results.every(({ failure }) => failure === undefined);
  if (!isWell) return textAnswer(503, `${lines.join('')}\n`);
  return textAnswer(200, `${query.has('verbose') ? lines.join('') : ''}ok\n`);
}
