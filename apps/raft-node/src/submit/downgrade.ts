// etcd's Downgrade: an operator announces that the cluster is about to go back by one minor release.
// The announcement is an entry of the log and told by every member's Status. It changes no data: the
// formats on disk are Cairn's own and have versions of their own.
import {
  ApiError,
  checkDowngradeTarget,
  clusterVersion,
  decodeRequest,
  etcdErrors,
} from '@cairn/api';
import { etcdserverpb, membershippb } from '@cairn/proto';
import { RequestKind } from '@cairn/replica';
import type { DowngradeInfo, Replica } from '@cairn/replica';
import type { Call } from './call.ts';
import { propose, readWhenCurrent } from './kv.ts';
import { answer } from './outcome.ts';

const { DowngradeAction } = etcdserverpb.DowngradeRequest;

export function downgrade({ replica }: { readonly replica: Replica }, call: Call): void {
  const { action, version } = decodeRequest(etcdserverpb.DowngradeRequest, call.request);
  switch (action) {
    case DowngradeAction.VALIDATE:
      return validate(replica, version, call, () => call.reply(answer(response(replica))));
    case DowngradeAction.ENABLE:
      return validate(replica, version, call, (targetVersion) =>
        announce(replica, { enabled: true, targetVersion }, call),
      );
    case DowngradeAction.CANCEL:
      return readWhenCurrent(replica, false, call, () => {
        if (!replica.machine.downgrade.info.enabled) {
          throw ApiError.of(etcdErrors.noInflightDowngrade);
        }
        announce(replica, { enabled: false, targetVersion: '' }, call);
      });
    default:
      throw ApiError.of(etcdErrors.unknownMethod);
  }
}

/** Calls `then` with the target, if the cluster may be downgraded to it now. */
function validate(
  replica: Replica,
  version: string,
  call: Call,
  then: (targetVersion: string) => void,
): void {
  const targetVersion = checkDowngradeTarget(version);
  readWhenCurrent(replica, false, call, () => {
    if (replica.machine.downgrade.info.enabled) throw ApiError.of(etcdErrors.downgradeInProcess);
    then(targetVersion);
  });
}

function announce(replica: Replica, { enabled, targetVersion }: DowngradeInfo, call: Call): void {
  const body = membershippb.DowngradeInfoSetRequest.encode({ enabled, ver: targetVersion });
  propose(replica, RequestKind.downgradeInfo, body.finish(), {
    timeoutMs: call.timeoutMs,
    reply: (outcome) => {
      call.reply(outcome.kind === 'failure' ? outcome : answer(response(replica)));
    },
  });
}

function response(replica: Replica): Uint8Array {
  const [major, minor] = clusterVersion.split('.');
  return etcdserverpb.DowngradeResponse.encode({
    header: replica.context.headerMessage(replica.machine.store.currentRevision),
    version: `${major}.${minor}`,
  }).finish();
}
