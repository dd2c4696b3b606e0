import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etcdFeatureGates, etcdFlags, readConfig } from '@cairn/config';
import type { EtcdFlag, ReadConfig } from '@cairn/config';
import { launcherDefinition } from './definition.ts';
import type { LauncherConfig } from './launcher-config.ts';

type Result = ReadConfig<LauncherConfig>;

/** The same setting by flag, by variable and by file. */
function readEachWay(name: string, text: string): readonly Result[] {
  const variable = `ETCD_${name.replaceAll('-', '_').toUpperCase()}`;
  const none = { argv: [], env: {}, readFile: () => '' };
  const ways: readonly Parameters<typeof readConfig>[1][] = [
    { ...none, argv: [`--${name}=${text}`] },
    { ...none, env: { [variable]: text } },
    { ...none, argv: ['--config-file=f'], readFile: () => JSON.stringify({ [name]: text }) },
  ];
  return ways.map((input) => readConfig(launcherDefinition, input));
}

function spellings({ name, aliases }: EtcdFlag): readonly string[] {
  return [name, ...aliases];
}

const ofOutcome = (outcome: EtcdFlag['outcome']): readonly EtcdFlag[] =>
  etcdFlags.filter((flag) => flag.outcome === outcome && flag.name !== 'config-file');

void test('no flag and no feature gate stands in the list twice', () => {
  const names = etcdFlags.flatMap(spellings);
  assert.deepEqual(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  );
  const gates = etcdFeatureGates.map(({ name }) => name);
  assert.equal(new Set(gates).size, gates.length);
});

void test('a flag of etcd that works is taken in silence, under each of its names, from each source', () => {
  for (const flag of ofOutcome('works')) {
    const { fallback } = launcherDefinition.options[flag.name] ?? assert.fail(flag.name);
    assert.ok(fallback.kind === 'default', flag.name);
    for (const name of spellings(flag)) {
      for (const result of readEachWay(name, fallback.text)) {
        assert.ok(result.kind === 'values', `${name}: ${JSON.stringify(result)}`);
        assert.deepEqual(result.warnings, [], name);
      }
    }
  }
});

void test('a flag of etcd without a meaning here is taken with a warning that says why', () => {
  for (const flag of ofOutcome('warned')) {
    const text = ['true', 'false'].find((value) => !flag.harmless.includes(value)) ?? 'other';
    assert.notEqual(flag.note, '', flag.name);
    for (const name of spellings(flag)) {
      for (const result of readEachWay(name, text)) {
        assert.ok(result.kind === 'values', `${name}: ${JSON.stringify(result)}`);
        assert.equal(result.warnings.length, 1, name);
        assert.ok(result.warnings[0]?.endsWith(`has no effect here: ${flag.note}`), name);
      }
    }
    for (const harmless of ['', ...flag.harmless]) {
      const [result] = readEachWay(flag.name, harmless);
      assert.ok(result?.kind === 'values', flag.name);
      assert.deepEqual(result.warnings, [], `${flag.name}=${harmless}`);
    }
  }
});

void test('a flag of etcd that decides which cluster a member belongs to is refused', () => {
  for (const flag of ofOutcome('refused')) {
    for (const name of spellings(flag)) {
      for (const result of readEachWay(name, 'x')) {
        assert.ok(result.kind === 'mistakes', name);
        assert.ok(result.messages[0]?.endsWith(`is refused: ${flag.note}`), name);
      }
    }
  }
});

void test('a feature gate works, is taken with a warning, or is no gate of etcd', () => {
  for (const { name, outcome, note, harmless } of etcdFeatureGates) {
    for (const isOn of [true, false]) {
      const [result] = readEachWay('feature-gates', `${name}=${isOn}`);
      assert.ok(result?.kind === 'values', name);
      const isWarnedOf = outcome === 'warned' && harmless !== isOn;
      const warnings = [`--feature-gates: has no effect here: ${name} (${note})`];
      assert.deepEqual(result.warnings, isWarnedOf ? warnings : [], `${name}=${isOn}`);
    }
  }
  const [unknown] = readEachWay('feature-gates', 'NoSuchGate=true');
  assert.ok(unknown?.kind === 'mistakes');
  assert.match(
    unknown.messages[0] ?? '',
    /contains "NoSuchGate", which is no feature gate of etcd/,
  );
});

void test("a static pod of kubeadm's starts without a warning", () => {
  const result = readConfig(launcherDefinition, {
    argv: [
      '--advertise-client-urls=https://10.0.0.1:2379',
      '--cert-file=/etc/kubernetes/pki/etcd/server.crt',
      '--client-cert-auth=true',
      '--data-dir=/var/lib/etcd',
      '--experimental-initial-corrupt-check=true',
      '--experimental-watch-progress-notify-interval=5s',
      '--feature-gates=InitialCorruptCheck=true',
      '--initial-advertise-peer-urls=https://10.0.0.1:2380',
      '--initial-cluster=cp1=https://10.0.0.1:2380',
      '--key-file=/etc/kubernetes/pki/etcd/server.key',
      '--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.1:2379',
      '--listen-metrics-urls=http://127.0.0.1:2381',
      '--listen-peer-urls=https://10.0.0.1:2380',
      '--name=cp1',
      '--peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt',
      '--peer-client-cert-auth=true',
      '--peer-key-file=/etc/kubernetes/pki/etcd/peer.key',
      '--peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt',
      '--snapshot-count=10000',
      '--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt',
      '--watch-progress-notify-interval=5s',
    ],
    env: {},
    readFile: () => '',
  });
  assert.ok(result.kind === 'values', JSON.stringify(result));
  assert.deepEqual(result.warnings, []);
});
