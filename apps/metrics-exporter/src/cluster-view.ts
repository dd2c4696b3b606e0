// What the services' metrics say about the cluster as a whole. Each member only knows itself; that
// one of them lags, that two believe to lead, or that one has no leader shows only side by side.
import type { MetricFamily } from './metric-family.ts';
import type { ScrapedTarget } from './scrape.ts';
import type { Target } from './targets.ts';

export interface ServiceView {
  readonly service: string;
  readonly instance: string;
  readonly up: boolean;
  readonly healthy: boolean;
  readonly scrapeSeconds: number;
  /** The service's own report when it is up, why it is not when it is down. */
  readonly details: unknown;
}

export interface MemberView {
  readonly member: string;
  /** Unknown (undefined) when no service of the member says so. */
  readonly hasLeader: boolean | undefined;
  readonly isLeader: boolean | undefined;
  readonly revision: number | undefined;
  readonly appliedIndex: number | undefined;
  readonly services: readonly ServiceView[];
}

export interface ClusterView {
  readonly members: readonly MemberView[];
  /** Highest minus lowest among the members that tell; undefined when none does. */
  readonly revisionSkew: number | undefined;
  readonly appliedIndexSkew: number | undefined;
  /** Members that say they lead: more than one for longer than an election is a partition. */
  readonly leaders: number;
  /** Sentences; empty when all is well. */
  readonly problems: readonly string[];
}

/** etcd's names for what is read. */
const metricNames = {
  hasLeader: 'etcd_server_has_leader',
  isLeader: 'etcd_server_is_leader',
  revision: 'etcd_debugging_mvcc_current_revision',
  appliedIndex: 'etcd_server_proposals_applied_total',
} as const;

export function viewCluster(scraped: readonly ScrapedTarget[]): ClusterView {
  const byMember = Map.groupBy(scraped, ({ target }) => target.member);
  const members = [...byMember].map(([member, ofMember]) => viewMember(member, ofMember));
  const revisionSkew = skewOf(members.map(({ revision }) => revision));
  const appliedIndexSkew = skewOf(members.map(({ appliedIndex }) => appliedIndex));
  return {
    members,
    revisionSkew,
    appliedIndexSkew,
    leaders: members.filter(({ isLeader }) => isLeader === true).length,
    problems: members.flatMap(problemsOf),
  };
}

/** The same fact can stand in several services' pages (a gateway repeats its node's): first wins. */
function viewMember(member: string, scraped: readonly ScrapedTarget[]): MemberView {
  const families = scraped.flatMap(({ state }) => (state.kind === 'up' ? state.families : []));
  const flag = (name: string): boolean | undefined => {
    const value = valueOf(families, name);
    return value === undefined ? undefined : value === 1;
  };
  return {
    member,
    hasLeader: flag(metricNames.hasLeader),
    isLeader: flag(metricNames.isLeader),
    revision: valueOf(families, metricNames.revision),
    appliedIndex: valueOf(families, metricNames.appliedIndex),
    services: scraped.map(viewService),
  };
}

function viewService({ target, state, durationMs }: ScrapedTarget): ServiceView {
  const { service, instance }: Target = target;
  const scrapeSeconds = durationMs / 1000;
  return state.kind === 'up'
    ? { service, instance, up: true, healthy: state.healthy, scrapeSeconds, details: state.details }
    : { service, instance, up: false, healthy: false, scrapeSeconds, details: state.reason };
}

function problemsOf({ member, hasLeader, services }: MemberView): readonly string[] {
  const ofServices = services.flatMap(({ service, up, healthy, details }) => {
    if (!up) return [`${service} of ${member} is down: ${String(details)}`];
    return healthy ? [] : [`${service} of ${member} says it is unhealthy`];
  });
  return hasLeader === false ? [...ofServices, `${member} has no leader`] : ofServices;
}

function valueOf(families: readonly MetricFamily[], name: string): number | undefined {
  const value = families.find((family) => family.name === name)?.samples[0]?.value;
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function skewOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known) - Math.min(...known);
}
