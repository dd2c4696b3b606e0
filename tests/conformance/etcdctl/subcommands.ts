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
  /** Where it is compared, or tried, when not in the session of `etcdctl.test.ts`. */
  readonly elsewhere?: string;
  /** Why it is not compared in every format, or not at all. */
  readonly reason?: string;
}

const offline = 'asks no server';
const oneText = 'prints one text, whatever the format';

export const subcommands: readonly Subcommand[] = [
  { name: 'alarm disarm', answer: pb.AlarmResponse },
  { name: 'alarm list', answer: pb.AlarmResponse },
  { name: 'auth disable' },
  { name: 'auth enable' },
  { name: 'auth status', answer: pb.AuthStatusResponse },
  { name: 'check datascale', elsewhere: 'checks.ts', reason: oneText },
  { name: 'check perf', elsewhere: 'checks.ts', reason: oneText },
  { name: 'compaction' },
  { name: 'completion', reason: offline },
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
  { name: 'help', reason: offline },
  { name: 'lease grant' },
  { name: 'lease keep-alive' },
  { name: 'lease list' },
  { name: 'lease revoke', answer: pb.LeaseRevokeResponse },
  { name: 'lease timetolive' },
  { name: 'lock', answer: pb.RangeResponse },
  { name: 'make-mirror', elsewhere: 'mirror.ts', reason: oneText },
  { name: 'member add', answer: pb.MemberAddResponse },
  { name: 'member list', answer: pb.MemberListResponse },
  { name: 'member promote', answer: pb.MemberPromoteResponse },
  { name: 'member remove', answer: pb.MemberRemoveResponse },
  { name: 'member update', answer: pb.MemberUpdateResponse },
  { name: 'migrate', reason: offline },
  { name: 'move-leader' },
  { name: 'options', reason: offline },
  { name: 'put', answer: pb.PutResponse },
  { name: 'role add', answer: pb.AuthRoleAddResponse },
  { name: 'role delete', answer: pb.AuthRoleDeleteResponse },
  { name: 'role get', answer: pb.AuthRoleGetResponse },
  { name: 'role grant-permission', answer: pb.AuthRoleGrantPermissionResponse },
  { name: 'role list', answer: pb.AuthRoleListResponse },
  { name: 'role revoke-permission', answer: pb.AuthRoleRevokePermissionResponse },
  { name: 'snapshot restore', reason: offline },
  { name: 'snapshot save' },
  { name: 'snapshot status', reason: offline },
  { name: 'txn', answer: pb.TxnResponse },
  { name: 'user add', answer: pb.AuthUserAddResponse },
  { name: 'user delete', answer: pb.AuthUserDeleteResponse },
  { name: 'user get', answer: pb.AuthUserGetResponse },
  { name: 'user grant-role', answer: pb.AuthUserGrantRoleResponse },
  { name: 'user list', answer: pb.AuthUserListResponse },
  { name: 'user passwd', answer: pb.AuthUserChangePasswordResponse },
  { name: 'user revoke-role', answer: pb.AuthUserRevokeRoleResponse },
  { name: 'version', reason: offline },
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
  readonly subcommand: string;
  readonly formats: readonly Format[];
  readonly lines: number;
  /** Why lines differ, if any do. */
  readonly differs: readonly string[];
}

/** What of each subcommand these lines compare. */
export function comparedBy(lines: readonly CommandLine[]): readonly Compared[] {
  return subcommands.map(({ name }) => {
    const own = lines.filter(({ args }) => subcommandOf(args)?.name === name);
    return {
      subcommand: name,
      formats: formats.filter((format) => own.some((each) => each.format === format)),
      lines: own.length,
      differs: [...new Set(own.flatMap(({ gap }) => gap ?? []))],
    };
  });
}
