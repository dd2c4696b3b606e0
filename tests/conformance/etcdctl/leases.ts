// Leases, and what is made of them: locks and elections.
import { formats, inEveryFormat, line } from './command-line.ts';
import type { CommandLine } from './command-line.ts';

/** Before any of these, whose ids the servers choose and the hash of the keys covers. */
export const hashLines: readonly CommandLine[] = [
  ...inEveryFormat('endpoint hashkv'),
  line('endpoint hashkv --rev 10'),
  line('endpoint hashkv --rev 999999'),
];

export const leaseLines: readonly CommandLine[] = [
  ...inEveryFormat('lease grant 300'),
  line('lease grant 300', { keep: { name: 'lease', pattern: /lease ([0-9a-f]+) granted/ } }),
  ...formats.flatMap((format) => [
    line('lease grant 300', { keep: { name: format, pattern: /lease ([0-9a-f]+) granted/ } }),
    line(`lease revoke $${format}`, { format }),
  ]),
  // One key: etcd tells several in no order.
  line('put l one --lease=$lease'),
  ...inEveryFormat('put l one --lease=$lease --prev-kv'),
  ...inEveryFormat('get l'),
  ...inEveryFormat('lease timetolive $lease --keys'),
  ...inEveryFormat('lease timetolive $lease'),
  ...inEveryFormat('lease timetolive 77'),
  ...inEveryFormat('lease keep-alive --once $lease'),
  ...inEveryFormat('lease keep-alive --once 77'),
  line('lease keep-alive $lease', { until: /keepalived/ }),
  line('lease keep-alive 77'),
  line('txn', { input: 'lease("l") = "0"\n\nput never 1\n\nget l --keys-only\n\n' }),
  line('put l two --lease=77'),
  line('put l two --lease=x'),
  line('lease revoke $lease'),
  line('lease revoke $lease'),
  line('lease revoke x'),
  line('lease timetolive $lease'),
  line('lease grant x'),
  line('lease grant 0'),
  line('lease grant 9000000001'),
  line('get --prefix l'),
];

/** The lines before have left leases behind, which come in no order: one is left to list. */
export const leaseListLines: readonly CommandLine[] = [
  ...inEveryFormat('lease list', {
    before: async (client) => {
      const { leases } = await client.call('LeaseLeases', {});
      for (const { ID } of leases) await client.call('LeaseRevoke', { ID: BigInt(String(ID)) });
      await client.call('LeaseGrant', { ID: 0x1234n, TTL: 300 });
    },
  }),
  line('lease revoke 1234'),
  line('lease list'),
];

/** One name for each format: what refuses its format leaves a lock or a candidate behind. */
export const coordinationLines: readonly CommandLine[] = [
  line('lock mutex echo held'),
  line('lock mutex --ttl 20 echo held'),
  line('lock mutex false'),
  ...inEveryFormat((format) => `lock mutex-${format}`, { until: /mutex|bXV0ZXg/ }),
  line('get --prefix mutex/'),
  ...inEveryFormat((format) => `elect chair-${format} ada`, { until: /ada|YWRh/ }),
  line('elect'),
  line('get --prefix chair/'),
  ...formats.map((format) =>
    line(`elect --listen board-${format}`, {
      format,
      until: /grace|Z3JhY2U/,
      before: (client) => client.call('Put', { key: `board-${format}/1`, value: 'grace' }),
    }),
  ),
];
