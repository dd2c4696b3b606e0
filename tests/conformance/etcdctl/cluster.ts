// What takes three members: --cluster, several endpoints, and a leader that moves. Two clusters have other
// ids, ports and leaders, so members are called by what they are, and lines stand in the order of that.
import type { CommandLine, Format } from './command-line.ts';
import { mask } from './masks.ts';
import { etcdctl } from '../../kit/index.ts';
import type { Cluster, ClusterMember, CommandResult } from '../../kit/index.ts';

export class ClusterTerminal {
  readonly #cluster: Cluster;
  readonly #etcdctl: string;

  constructor(cluster: Cluster, binary: string) {
    this.#cluster = cluster;
    this.#etcdctl = binary;
  }

  /** `$leader` and `$follower` stand for ids. */
  async run({ args, format }: Pick<CommandLine, 'args' | 'format'>): Promise<CommandResult> {
    const leader = await this.#cluster.leader();
    const members = [leader, ...(await this.#cluster.followers())];
    const ids = await idsOf(leader);
    const idOf = (member: ClusterMember | undefined): string => ids.get(member?.name ?? '') ?? '';
    const known = new Map([
      ['leader', idOf(members[0])],
      ['follower', idOf(members[1])],
    ]);
    const { code, stdout, stderr } = await etcdctl({
      endpoint: members.map(({ endpoint }) => endpoint).join(','),
      binary: this.#etcdctl,
      args: [
        '-w',
        format,
        ...args.map((arg) =>
          arg.replaceAll(/\$(\w+)/g, (_, name: string) => known.get(name) ?? ''),
        ),
      ],
    });
    const show = (text: string): string => {
      let shown = text.replaceAll(ids.get('') ?? '', 'cluster-id');
      for (const [index, member] of members.entries()) {
        const called = ['leader', 'follower-1', 'follower-2'][index] ?? '';
        const { peerUrl } = this.#cluster.peerOf(member);
        shown = nameMember(shown, { called, member, peerUrl, id: idOf(member) });
      }
      return format === 'json' ? sortedJson(mask(shown)) : sortedLines(mask(shown));
    };
    return { code, stdout: show(stdout), stderr: show(stderr) };
  }
}

/** In hexadecimal, by names; the cluster has none, and its id stands as JSON has it. */
async function idsOf(member: ClusterMember): Promise<ReadonlyMap<string, string>> {
  using client = member.connect();
  const { header, members } = await client.call('MemberList', {});
  const ids = new Map(members.map(({ name, ID }) => [name ?? '', unsigned(ID).toString(16)]));
  return ids.set('', unsigned(header?.cluster_id).toString());
}

function unsigned(id: unknown): bigint {
  return BigInt.asUintN(64, BigInt(String(id)));
}

interface Named {
  readonly called: string;
  readonly member: ClusterMember;
  readonly peerUrl: string;
  readonly id: string;
}

function nameMember(text: string, { called, member, peerUrl, id }: Named): string {
  return text
    .replaceAll(`http://${member.endpoint}`, `${called}-client`)
    .replaceAll(member.endpoint, `${called}-client`)
    .replaceAll(peerUrl, `${called}-peer`)
    .replaceAll(id, `${called}-id`)
    .replaceAll(new RegExp(`\\b${BigInt(`0x${id}`)}\\b`, 'g'), `"${called}-id"`)
    .replaceAll(member.name, called);
}

/** Members come in the order of their ids. */
function sortedLines(text: string): string {
  return sorted(text.split('\n')).join('\n');
}

/** Whoever was asked answers: which member that was is not compared. */
function sortedJson(text: string): string {
  if (text === '') return text;
  const parsed: unknown = JSON.parse(
    text
      .replaceAll(/"member_id":"[^"]*"/g, '"member_id":"some"')
      .replaceAll(/:(TERM|cluster-id)/g, ':"$1"'),
    (_, value: unknown) =>
      Array.isArray(value) ? sorted(value.map((element) => JSON.stringify(element))) : value,
  );
  return JSON.stringify(parsed);
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted((a, b) => (a < b ? -1 : 1));
}

function everywhere(command: string, formats: readonly Format[]): readonly CommandLine[] {
  return formats.map((format) => ({ args: command.split(' '), format }));
}

const readable: readonly Format[] = ['simple', 'json', 'table'];

export const clusterLines: readonly CommandLine[] = [
  ...everywhere('put a one', ['simple']),
  ...everywhere('get a', ['simple']),
  ...everywhere('member list', readable),
  ...everywhere('endpoint health --cluster', readable),
  ...everywhere('endpoint status --cluster', ['simple']),
  ...everywhere('endpoint hashkv --cluster', readable),
  ...everywhere('endpoint health', readable),
  ...everywhere('endpoint hashkv', readable),
  ...everywhere('defrag --cluster', ['simple']),
  ...everywhere('move-leader $follower', ['simple']),
  ...everywhere('get a', ['simple']),
];
