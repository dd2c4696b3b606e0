// How a life of a member begins, as open-data.ts of the product decides it: by its flags while there is nothing
// on its disk, by its disk from then on; and a newcomer that was sent nothing yet asks who the others are.
import type { Member, RecoveryOptions } from '@cairn/replica';
import { walExists } from '@cairn/wal';
import type { Host } from '../world/host.ts';
import { joinOthers } from './joining.ts';
import type { MemberDisk } from './member-disk.ts';
import type { MemberSurroundings } from './member.ts';

/** What recovery is told, and whom the member knows. */
export interface Origin {
  readonly recovery: Pick<RecoveryOptions, 'memberId' | 'initialMembers' | 'joins'>;
  readonly told: readonly Member[];
  /** Who it is, if the others have said so. */
  readonly self?: Member;
}

export interface OriginOptions {
  readonly around: MemberSurroundings;
  readonly host: Host;
  readonly disk: MemberDisk;
  readonly identity: Member | undefined;
}

/** @throws when the others do not answer, or do not know this machine, or know it too well */
export async function originOf({ around, host, disk, identity }: OriginOptions): Promise<Origin> {
  const { founders } = around;
  const founder = founders.find(({ id }) => id === identity?.id);
  if (founder !== undefined) {
    return { recovery: { memberId: founder.id, initialMembers: founders }, told: [] };
  }
  const hasLog = await walExists(disk.files, '/data/wal');
  const recovery = { memberId: undefined, initialMembers: [] };
  if (hasLog && disk.backend.applied.index > 0) return { recovery, told: [] };
  // It may have been moved since: whoever starts it has heard of that.
  const known = around.members().find(({ id }) => id === identity?.id) ?? identity;
  const url = known?.peerUrls[0] ?? '';
  const joined = await joinOthers({ around, host, url, isFirstStart: !hasLog });
  if (hasLog) return { recovery, told: joined.members };
  const joins = joined.clusterId;
  const told = joined.members;
  return {
    recovery: { memberId: joined.self.id, initialMembers: [], joins },
    told,
    self: joined.self,
  };
}
