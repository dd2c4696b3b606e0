// Every subcommand that etcdctl has, in the releases that are compared with. What `etcdctl help` lists must
// be here, and what is here must be compared in every format or say why not.
import { etcdserverpb as pb } from '@cairn/proto';
import { formats } from './command-line.ts';
import type { CommandLine, Format } from './command-line.ts';
import type { Codec } from '../../kit/index.ts';

export interface Subcommand {
  /** As it is typed: `lease grant`. */
  readonly name: string;
  /** What `-w protobuf` prints; absent where it prints a text or refuses. */
  readonly answer?: Codec;
  /** How it is compared instead of line by line in every format, or why not at all. */
  readonly otherwise?: string;
}

const offline = 'asks no server';
const byVerdict = 'works: compared by the parts of its verdict, and by what is left of its keys';

export const subcommands: readonly Subcommand[] = [
  { name: 'alarm disarm', answer: pb.AlarmResponse },
  { name: 'alarm list', answer: pb.AlarmResponse },
  { name: 'auth disable' },
  { name: 'auth enable' },
  { name: 'auth status', answer: pb.AuthStatusResponse },
  { name: 'check datascale', otherwise: byVerdict },
  { name: 'check perf', otherwise: byVerdict },
  { name: 'compaction' },
  { name: 'completion', otherwise: offline },
  { name: 'defrag' },
  { name: 'del', answer: pb.DeleteRangeResponse },
  { name: 'downgrade cancel', answer: pb.DowngradeResponse },
  { name: 'downgrade enable', answer: pb.DowngradeResponse },
  { name: 'downgrade validate', answer: pb.DowngradeResponse },
  { name: 'elect', answer: pb.RangeResponse },
  { name: 'endpoint hashkv' },
  { name: 'endpoint health' },
  { name: 'endpoint status' },
  { name: 'get', answer: pb.RangeResponse },
  { name: 'help', otherwise: offline },
  { name: 'lease grant' },
  { name: 'lease keep-alive' },
  { name: 'lease list' },
  { name: 'lease revoke', answer: pb.LeaseRevokeResponse },
  { name: 'lease timetolive' },
  { name: 'lock', answer: pb.RangeResponse },
  {
    name: 'make-mirror',
    otherwise: 'works: compared by what it copies, both ways between Cairn and etcd',
  },
  { name: 'member add', answer: pb.MemberAddResponse },
  { name: 'member list', answer: pb.MemberListResponse },
  { name: 'member promote', answer: pb.MemberPromoteResponse },
  { name: 'member remove', answer: pb.MemberRemoveResponse },
  { name: 'member update', answer: pb.MemberUpdateResponse },
  { name: 'migrate', otherwise: offline },
  { name: 'move-leader' },
  { name: 'options', otherwise: offline },
  { name: 'put', answer: pb.PutResponse },
  { name: 'role add', answer: pb.AuthRoleAddResponse },
  { name: 'role delete', answer: pb.AuthRoleDeleteResponse },
  { name: 'role get', answer: pb.AuthRoleGetResponse },
  { name: 'role grant-permission', answer: pb.AuthRoleGrantPermissionResponse },
  { name: 'role list', answer: pb.AuthRoleListResponse },
  { name: 'role revoke-permission', answer: pb.AuthRoleRevokePermissionResponse },
  { name: 'snapshot restore', otherwise: offline },
  { name: 'snapshot save' },
  { name: 'snapshot status', otherwise: offline },
  { name: 'txn', answer: pb.TxnResponse },
  { name: 'user add', answer: pb.AuthUserAddResponse },
  { name: 'user delete', answer: pb.AuthUserDeleteResponse },
  { name: 'user get', answer: pb.AuthUserGetResponse },
  { name: 'user grant-role', answer: pb.AuthUserGrantRoleResponse },
  { name: 'user list', answer: pb.AuthUserListResponse },
  { name: 'user passwd', answer: pb.AuthUserChangePasswordResponse },
  { name: 'user revoke-role', answer: pb.AuthUserRevokeRoleResponse },
  { name: 'version', otherwise: offline },
  { name: 'watch', answer: pb.WatchResponse },
];

const named = new Map(subcommands.map((subcommand) => [subcommand.name, subcommand]));

/** Which one the arguments name; flags that say who one is may stand before it. */
export function subcommandOf(args: readonly string[]): Subcommand | undefined {
  const words = withoutCredentials(args);
  return named.get(words.slice(0, 2).join(' ')) ?? named.get(words[0] ?? '');
}

function withoutCredentials(args: readonly string[]): readonly string[] {
  const at = args.findIndex((_, index) => index % 2 === 0 && !args[index]?.startsWith('--'));
  return args.slice(at);
}

export interface Compared {
  readonly subcommand: Subcommand;
  readonly formats: readonly Format[];
  readonly lines: number;
  /** Of these, the ones that Cairn answers otherwise. */
  readonly differing: number;
  /** Why. */
  readonly gaps: readonly string[];
}

/** What of each subcommand these lines compare. */
export function comparedBy(lines: readonly CommandLine[]): readonly Compared[] {
  return subcommands.map((subcommand) => {
    const own = lines.filter(({ args }) => subcommandOf(args) === subcommand);
    const gaps = own.flatMap(({ gap }) => gap ?? []);
    return {
      subcommand,
      formats: formats.filter((format) => own.some((each) => each.format === format)),
      lines: own.length,
      differing: gaps.length,
      gaps: [...new Set(gaps)],
    };
  });
}
