// Alarms of every kind and action, hashes at every kind of revision, and downgrades as far as releases allow to
// compare them.
import type { Case, Change, Step } from '../case.ts';
import {
  as,
  call,
  changed,
  compact,
  failure,
  headerOf,
  notBefore,
  put,
  remove,
  revisionOf,
  savedRevision,
  sentence,
  since,
} from '../steps.ts';
import type { Revision } from '../steps.ts';
import { alarmHasHeader } from './changes.ts';

const actions = { GET: 0, ACTIVATE: 1, DEACTIVATE: 2 } as const;
const kinds = { NONE: 0, NOSPACE: 1, CORRUPT: 2 } as const;

function alarm(action: keyof typeof actions, kind: keyof typeof kinds, memberID: bigint): Step {
  const request = { action: actions[action], alarm: kinds[kind], memberID };
  return changed(alarmHasHeader, call('Alarm', request));
}

const clean: readonly Step[] = [
  alarm('DEACTIVATE', 'NOSPACE', 3n),
  alarm('DEACTIVATE', 'CORRUPT', 3n),
  alarm('GET', 'NONE', 0n),
];

const actionNames = ['GET', 'ACTIVATE', 'DEACTIVATE'] as const;
const kindNames = ['NONE', 'NOSPACE', 'CORRUPT'] as const;

const alarms: readonly Case[] = actionNames.flatMap((action) =>
  kindNames.map((kind) => ({
    ...sentence(
      `alarm: ${action} ${kind} while nothing is raised, and while something is`,
      as('put', put('a', '1')),
      alarm(action, kind, 3n),
      alarm('GET', 'NONE', 0n),
      ...clean,
      alarm('ACTIVATE', 'NOSPACE', 3n),
      alarm(action, kind, 3n),
      alarm(action, kind, 4n),
      alarm('GET', 'NONE', 0n),
      alarm('DEACTIVATE', 'NOSPACE', 4n),
      alarm('DEACTIVATE', 'CORRUPT', 4n),
      ...clean,
    ),
    // 3.4 raises an alarm that is none.
    ...(kind === 'NONE' ? { since: ['3.5.0'] } : {}),
  })),
);

/** Since 3.6 the answer names the revision. */
function hashOf(revision: Revision | undefined, step: string, offset = 0): Step {
  const request = revision === undefined ? {} : { revision };
  const change: Change = {
    since: ['3.6.0'],
    reference: 'section 1.2: HashKVResponse.hash_revision',
    expected: (oracle, answers) =>
      typeof oracle === 'object' && oracle !== null && 'error' in oracle
        ? oracle
        : { ...(oracle as object), hash_revision: savedRevision(answers, step) + offset },
  };
  return changed(change, call('HashKV', request));
}

const history: readonly Step[] = [
  as('one', put('h/a', '1')),
  put('h/b', '1'),
  remove('h/a'),
  put('h/a', 'again'),
  remove('h/', { range_end: 'h0' }),
  as('last', put('h/c', 'the last one')),
];

/** Tombstones at the revision of a compaction were not hashed before. */
const tombstonesAreKept = ['3.4.34', '3.5.16'];

const hashes: readonly Case[] = since(tombstonesAreKept, [
  ...[0, 1, 2, 3, 4, 5].map((offset) =>
    sentence(
      `hash: of the history up to its change ${offset + 1}`,
      ...history,
      hashOf(revisionOf('one', offset), 'one', offset),
    ),
  ),
  ...[0, 1, 2, 3, 4].map((offset): Case => ({
    ...sentence(
      `hash: after a compaction at change ${offset + 1}, of each later revision`,
      ...history,
      compact(revisionOf('one', offset), { physical: true }),
      hashOf(undefined, 'last'),
      ...Array.from({ length: 5 - offset }, (_, i) =>
        hashOf(revisionOf('one', offset + 1 + i), 'one', offset + 1 + i),
      ),
      // Below the first change is the compaction of the case before.
      ...(offset === 0 ? [] : [call('HashKV', { revision: revisionOf('one', offset - 1) })]),
      call('HashKV', { revision: revisionOf('last', 1) }),
    ),
    note: {
      about: 'HashKV',
      text: 'at the very revision of a compaction etcd tells the hash of that compaction while it remembers it, Cairn the hash of what is there',
    },
  })),
]);

/** Refused by releases whose own version is another one, so only the newer ones' answer is known. */
function announce(action: 0 | 1 | 2, version: string, expected: Change['expected']): Step {
  return notBefore(
    ['3.7.0'],
    'section 1.2: DowngradeRequest',
    expected,
    call('Downgrade', { action, version }),
  );
}

const answered: Change['expected'] = (_oracle, answers) => ({
  header: headerOf(answers, 'put'),
  version: '3.7',
});
const inProgress: Change['expected'] = () =>
  failure(9, 'etcdserver: cluster has a downgrade job in progress');

const downgrades: readonly Case[] = [
  sentence(
    'downgrade: the release before is a target, in any spelling of a version',
    as('put', put('a', '1')),
    announce(0, '3.6', answered),
    announce(0, '3.6.0', answered),
    announce(0, '3.6.9', answered),
  ),
  sentence(
    'downgrade: one at a time, until it is canceled',
    as('put', put('a', '1')),
    announce(1, '3.6.0', answered),
    announce(1, '3.6.0', inProgress),
    announce(0, '3.6.0', inProgress),
    announce(2, '', answered),
    announce(2, '', () => failure(9, 'etcdserver: no inflight downgrade job')),
  ),
  ...['', 'x', '3', '3.x', 'v3.6', '-1.0', '3.6.0.0'].map((version) => ({
    ...sentence(
      `downgrade: to "${version}", which is no version`,
      call('Downgrade', { action: 0, version }),
      call('Downgrade', { action: 1, version }),
    ),
    since: ['3.5.0'],
  })),
];

export const alarmAndHashCases: readonly Case[] = [...alarms, ...hashes, ...downgrades];
