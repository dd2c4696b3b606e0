// Members, endpoints and alarms, as far as one member shows them; cluster.ts has what takes three.
import { setTimeout as delay } from 'node:timers/promises';
import { formats, inEveryFormat, line } from './command-line.ts';
import type { CommandLine, Format } from './command-line.ts';

/** The formats in which an update shows what the members are. */
const tellsLearners: ReadonlySet<Format> = new Set(['json', 'protobuf']);

/**
 * The id of a member is made of the second in which it is added, and lists are in the order of the ids: both
 * servers should add it in the same one.
 */
async function earlyInASecond(): Promise<void> {
  const passedMs = Date.now() % 1_000;
  if (passedMs > 600) await delay(1_000 - passedMs);
}

/** A learner that nobody starts is added, seen, changed and removed; `$learner` is its id. */
const learner: readonly CommandLine[] = formats.flatMap((format, index) => {
  const peerUrl = `http://127.0.0.1:${2_391 + index}`;
  return [
    line(`member add new --learner --peer-urls=${peerUrl}`, {
      before: earlyInASecond,
      keep: { name: 'learner', pattern: /Member\s+([0-9a-f]+) added/ },
    }),
    line('member list', { format }),
    line('member promote $learner', { format }),
    line(`member update $learner --peer-urls=http://127.0.0.1:${2_401 + index}`, {
      format,
      ...(tellsLearners.has(format) ? { gap: 'in etcd an updated learner becomes a voter' } : {}),
    }),
    line('member remove $learner', { format }),
  ];
});

const besideALearner: readonly CommandLine[] = [
  line('member add new --learner --peer-urls=http://127.0.0.1:2421', {
    before: earlyInASecond,
    keep: { name: 'learner', pattern: /Member\s+([0-9a-f]+) added/ },
  }),
  line('member add newer --learner --peer-urls=http://127.0.0.1:2422'),
  // Not its URL alone, which would make its id, too, in the same second.
  line('member add new --peer-urls=http://127.0.0.1:2421,http://127.0.0.1:2423'),
  line('member remove $learner'),
  line('member remove $learner'),
];

/**
 * The answer to an addition holds the id before anything has told it. Each has its own URL, because a URL
 * makes the same id again in the same second, which a member that was removed may not have.
 */
const additions: readonly CommandLine[] = formats.flatMap((format, index) => [
  line(`member add new --learner --peer-urls=http://127.0.0.1:${2_411 + index}`, {
    format,
    before: earlyInASecond,
  }),
  line('member list', { keep: { name: 'learner', pattern: /^([0-9a-f]+), unstarted/m } }),
  line('member remove $learner'),
]);

export const memberLines: readonly CommandLine[] = [
  ...inEveryFormat('member list'),
  ...learner,
  ...additions,
  ...besideALearner,
  line('member remove 77'),
  line('member promote 77'),
  line('member update 77 --peer-urls=http://127.0.0.1:2399'),
  line('member remove x'),
  line('member add new'),
  line('member add new --peer-urls=nonsense'),
  line('member list', { keep: { name: 'self', pattern: /^([0-9a-f]+), started/m } }),
  line('member promote $self'),
  line('member remove $self'),
  ...inEveryFormat('move-leader $self'),
  line('move-leader 77'),
  line('move-leader x'),
];

const raised = { memberID: 0n, action: 1, alarm: 1 } as const;

export const upkeepLines: readonly CommandLine[] = [
  ...inEveryFormat('endpoint status'),
  ...inEveryFormat('endpoint health'),
  ...inEveryFormat('alarm list', { since: '3.5.0' }),
  ...inEveryFormat('alarm disarm', { since: '3.5.0' }),
  line('alarm list', {
    before: (client) => client.call('Alarm', { ...raised, memberID: 5n }),
  }),
  ...inEveryFormat('alarm list', { since: '3.5.0' }),
  line('put a full'),
  line('endpoint health'),
  ...inEveryFormat('alarm disarm', {
    before: (client) => client.call('Alarm', { ...raised, memberID: 5n }),
  }),
  line('alarm list'),
  ...inEveryFormat('defrag'),
];

/** The release before the server's own, which is `$target`. */
export const downgradeLines: readonly CommandLine[] = [
  ...inEveryFormat('downgrade validate $target', { since: '3.5.0' }),
  line('downgrade validate 9.9', { since: '3.5.0' }),
  line('downgrade validate newest', { since: '3.5.0' }),
  line('downgrade cancel', { since: '3.5.0' }),
  ...formats.flatMap((format) => [
    line('downgrade enable $target', { format, since: '3.5.0' }),
    line('downgrade enable $target', { format, since: '3.5.0' }),
    line('downgrade cancel', { format, since: '3.5.0' }),
  ]),
  line('downgrade enable', { since: '3.5.0' }),
];

export const snapshotLines: readonly CommandLine[] = inEveryFormat(
  (format) => `snapshot save $scratch/${format}.db`,
  { gap: 'there are no snapshots for clients yet' },
);
