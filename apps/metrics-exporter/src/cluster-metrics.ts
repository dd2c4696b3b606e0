// The exporter's own findings as metrics, computed anew from each scrape.
import type { ClusterView, MemberView, ServiceView } from './cluster-view.ts';
import type { MetricFamily, Sample } from './metric-family.ts';

export function clusterFamilies(view: ClusterView): readonly MetricFamily[] {
  const services = view.members.flatMap(({ member, services: ofMember }) =>
    ofMember.map((service) => ({ member, service })),
  );
  const perService = (
    name: string,
    help: string,
    value: (service: ServiceView) => number,
  ): MetricFamily =>
    gauge(
      name,
      help,
      services.map(({ member, service }) => ({
        labels: { service: service.service, instance: service.instance, member },
        value: value(service),
      })),
    );
  const perMember = (
    name: string,
    help: string,
    value: (member: MemberView) => number | undefined,
  ): MetricFamily =>
    gauge(
      name,
      help,
      view.members.map((member) => ({ labels: { member: member.member }, value: value(member) })),
    );
  return [
    perService('cairn_target_up', 'Whether the service answered.', ({ up }) => Number(up)),
    perService('cairn_target_healthy', 'Whether the service says it is healthy.', (service) =>
      Number(service.healthy),
    ),
    perService(
      'cairn_target_scrape_seconds',
      'How long the service took to answer.',
      ({ scrapeSeconds }) => scrapeSeconds,
    ),
    perMember('cairn_member_has_leader', 'Whether the member knows a leader.', ({ hasLeader }) =>
      toNumber(hasLeader),
    ),
    perMember('cairn_member_is_leader', 'Whether the member leads.', ({ isLeader }) =>
      toNumber(isLeader),
    ),
    perMember('cairn_member_revision', 'Newest revision applied.', ({ revision }) => revision),
    perMember('cairn_member_applied_index', 'Newest log index applied.', (m) => m.appliedIndex),
    single('cairn_cluster_leaders', 'Members that say they lead.', view.leaders),
    single(
      'cairn_cluster_revision_skew',
      'Revisions between the first and the last member.',
      view.revisionSkew,
    ),
    single(
      'cairn_cluster_applied_index_skew',
      'Log indexes between the first and the last member.',
      view.appliedIndexSkew,
    ),
    single('cairn_cluster_problems', 'Length of the list at /members.', view.problems.length),
  ];
}

function single(name: string, help: string, value: number | undefined): MetricFamily {
  return gauge(name, help, [{ labels: {}, value }]);
}

interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | undefined;
}

/** What is unknown is left out: a 0 in its place would be a statement. */
function gauge(name: string, help: string, readings: readonly Reading[]): MetricFamily {
  const samples = readings.flatMap(({ labels, value }): readonly Sample[] =>
    value === undefined ? [] : [{ name, labels, value }],
  );
  return { name, help, type: 'gauge', samples };
}

function toNumber(flag: boolean | undefined): number | undefined {
  return flag === undefined ? undefined : Number(flag);
}
