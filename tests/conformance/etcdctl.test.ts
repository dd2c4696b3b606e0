// The same etcdctl command lines against Cairn and against a real etcd: what a person at a terminal sees must
// be the same, in every format that etcdctl prints. One session; every line sees what the lines before it did.
// Once with each release of etcdctl that is there, each beside the etcd of its own release.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, suite, test } from 'node:test';
import { startPair } from './conform.ts';
import type { Pair } from './conform.ts';
import { check } from './etcdctl/checks.ts';
import type { Checked } from './etcdctl/checks.ts';
import { ClusterTerminal, clusterLines } from './etcdctl/cluster.ts';
import { formats } from './etcdctl/command-line.ts';
import type { CommandLine } from './etcdctl/command-line.ts';
import { mirrored } from './etcdctl/mirror.ts';
import { session } from './etcdctl/session.ts';
import { comparedBy, subcommands } from './etcdctl/subcommands.ts';
import { Terminal } from './etcdctl/terminal.ts';
import { saidWithoutQuorum } from './etcdctl/without-quorum.ts';
import { hasChange } from './versions.ts';
import {
  etcdVersion,
  findTool,
  newerEtcd,
  newerEtcdctl,
  requireTools,
  scratchDirectory,
  startEtcdCluster,
  startSubjectCluster,
  subjectIsEtcd,
} from '../kit/index.ts';
import type { Cluster, EtcdClient } from '../kit/index.ts';

interface Release {
  readonly etcdctl: string;
  readonly etcd: string;
}

/** The one of the machine, and a newer one if the set-up could get it. */
function releases(): readonly Release[] {
  const pairs = [
    { etcdctl: findTool('etcdctl'), etcd: findTool('etcd') },
    { etcdctl: newerEtcdctl(), etcd: newerEtcd() },
  ];
  return pairs.flatMap(({ etcdctl, etcd }) =>
    etcdctl === undefined || etcd === undefined ? [] : [{ etcdctl, etcd }],
  );
}

/** What `3.6.2` can be downgraded to: `3.5.0`. */
function releaseBefore(version: string): string {
  const [major = '', minor = ''] = version.split('.');
  return `${major}.${Number(minor) - 1}.0`;
}

async function compareLine(
  command: CommandLine,
  terminals: readonly [Terminal, Terminal],
): Promise<void> {
  const [mine, theirs] = await Promise.all(terminals.map((terminal) => terminal.run(command)));
  if (command.gap !== undefined && !subjectIsEtcd()) {
    assert.notDeepEqual(mine, theirs, `no gap any more: ${command.gap}`);
    return;
  }
  assert.deepEqual(mine, theirs);
  const { code, stdout } = theirs ?? { code: null, stdout: '' };
  assert.ok(code !== null || command.until?.test(stdout), 'it did not end');
}

/** Every format with the newest; with an older one, what people read. */
function isCompared({ since, format }: CommandLine, version: string, isNewest: boolean): boolean {
  if (since !== undefined && !hasChange(version, [since])) return false;
  return isNewest || format === 'simple';
}

function compareSession({ etcdctl, etcd }: Release, isNewest: boolean): void {
  const version = etcdVersion(etcd);
  suite(`etcdctl beside etcd ${version}`, () => {
    let pair: Pair;
    let clients: readonly EtcdClient[] = [];
    let terminals: readonly [Terminal, Terminal];

    before(async () => {
      pair = await startPair({ etcd, flags: ['--bcrypt-cost=4'] });
      const sides = [
        { server: pair.subject, version: pair.subjectVersion },
        { server: pair.oracle, version: pair.oracleVersion },
      ] as const;
      const open = (side: (typeof sides)[number]): Terminal => {
        const { endpoint } = side.server;
        const client = side.server.connect();
        clients = [...clients, client];
        const scratch = scratchDirectory('terminal');
        const known = { target: releaseBefore(side.version), scratch };
        return new Terminal({ endpoint, etcdctl, client, known });
      };
      terminals = [open(sides[0]), open(sides[1])];
    });

    after(async () => {
      for (const client of clients) client.close();
      await pair?.[Symbol.asyncDispose]();
    });

    for (const [index, command] of session.entries()) {
      if (!isCompared(command, version, isNewest)) continue;
      const { format, args } = command;
      test(`${index + 1}: etcdctl -w ${format} ${args.join(' ')}`, async () => {
        await compareLine(command, terminals);
      });
    }

    test('make-mirror copies from Cairn to Cairn, from etcd to Cairn and from Cairn to etcd', async () => {
      const { subject, oracle } = pair;
      const expected = await mirrored(etcdctl, oracle, oracle);
      assert.equal(expected.length, 4);
      assert.deepEqual(await mirrored(etcdctl, subject, subject), expected);
      assert.deepEqual(await mirrored(etcdctl, oracle, subject), expected);
      assert.deepEqual(await mirrored(etcdctl, subject, oracle), expected);
    });

    test('check datascale comes to a verdict', async () => {
      const [mine, theirs] = await Promise.all(
        [pair.subject, pair.oracle].map((server) => {
          return check(etcdctl, server, 'datascale', '--load=s', '--auto-compact', '--auto-defrag');
        }),
      );
      assert.deepEqual(mine, theirs);
    });
  });
}

function compareClusters({ etcdctl, etcd }: Release): void {
  suite('etcdctl before a cluster of three, compared with etcd', () => {
    let clusters: readonly [Cluster, Cluster];

    before(async () => {
      const options = { members: 3, nats: false };
      clusters = await Promise.all([startSubjectCluster(options), startEtcdCluster(etcd, options)]);
    });

    after(async () => {
      for (const cluster of clusters ?? []) await cluster[Symbol.asyncDispose]();
    });

    for (const command of clusterLines) {
      test(`etcdctl -w ${command.format} ${command.args.join(' ')}`, async () => {
        const terminals = clusters.map((cluster) => new ClusterTerminal(cluster, etcdctl));
        const [mine, theirs] = await Promise.all(terminals.map((each) => each.run(command)));
        assert.deepEqual(mine, theirs);
      });
    }

    test('without a quorum, what needs none is answered and the rest is refused', async () => {
      const [mine, theirs] = await Promise.all(
        clusters.map((cluster) => saidWithoutQuorum(cluster, etcdctl)),
      );
      assert.deepEqual(mine, theirs);
    });
  });
}

/** As `etcdctl help` lists them. */
function listedBy(etcdctl: string): readonly string[] {
  const env = { ...process.env, ETCDCTL_API: '3' };
  const text = execFileSync(etcdctl, ['help'], { encoding: 'utf8', env });
  const commands = /COMMANDS:\n([^]*?)\n\n/.exec(text)?.[1] ?? '';
  return commands.split('\n').map((row) => row.trim().split(/\t+| {2,}/)[0] ?? '');
}

suite('the comparison of etcdctl', requireTools('etcd', 'etcdctl'), () => {
  test('leaves out no subcommand', () => {
    const known = new Set(subcommands.map(({ name }) => name));
    for (const { etcdctl } of releases()) {
      const listed = listedBy(etcdctl);
      assert.ok(listed.length > 40, `${etcdctl} help lists ${listed.length}`);
      assert.deepEqual(
        listed.filter((name) => !known.has(name) && !known.has(name.split(' ')[0] ?? '')),
        [],
      );
    }
  });

  test('has every subcommand in every format, or says why not', () => {
    for (const { subcommand, formats: compared } of comparedBy(session)) {
      const isComplete = compared.length === formats.length;
      assert.equal(isComplete, subcommand.otherwise === undefined, subcommand.name);
    }
  });
});

/** The check takes a minute, in which the rest of the file runs. */
function comparePerf({ etcdctl, etcd }: Release, meanwhile: () => void): void {
  let pair: Pair;
  let checking: Promise<readonly Checked[]>;

  before(async () => {
    pair = await startPair({ etcd });
    const { subject, oracle } = pair;
    checking = Promise.all([subject, oracle].map((server) => check(etcdctl, server, 'perf')));
    checking.catch(() => undefined);
  });

  after(async () => {
    await pair?.[Symbol.asyncDispose]();
  });

  meanwhile();

  test('etcdctl check perf comes to a verdict and leaves nothing behind', async () => {
    const [mine, theirs] = await checking;
    assert.deepEqual(mine, theirs);
    assert.deepEqual(mine?.judged, ['Throughput', 'Slowest request', 'Stddev']);
    assert.equal(mine.keysLeft, 0);
  });
}

const newest = releases().at(-1);
if (newest !== undefined) {
  comparePerf(newest, () => {
    for (const release of releases()) compareSession(release, release.etcd === newest.etcd);
    compareClusters(newest);
  });
}
