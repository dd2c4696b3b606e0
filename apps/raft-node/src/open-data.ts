// Who this member is, and its files opened. At the first start the flags say it, and the others, if it
// joins them (join-cluster.ts). From then on its data say it: who has joined, left or moved since is written
// there, and no start script knows of it. The flags are then only asked whether the data can be theirs, so
// that two exchanged data directories are noticed.
import { CorruptBackendError } from '@cairn/backend';
import type { Backend } from '@cairn/backend';
import { UnusableDataError, loadMembers, recoverMember, wasRemoved } from '@cairn/replica';
import type { Member, RecoveredMember, RecoveryOptions } from '@cairn/replica';
import { DoNotRestartError } from '@cairn/service';
import type { Logger } from '@cairn/telemetry';
import type { ClientTls } from '@cairn/tls';
import { CorruptLogError, nodeFileSystem, walExists } from '@cairn/wal';
import type { RaftNodeConfig } from './config.ts';
import type { DataDirectory } from './data-directory.ts';
import { describedCluster, initialCluster } from './initial-cluster.ts';
import { checkFounding, joinCluster, refuseSecondBeginning } from './join-cluster.ts';
import type { JoinOptions } from './join-cluster.ts';
import { askMembers } from './peers/ask-members.ts';
import { removedText } from './peers/removed-text.ts';

export interface OpenDataOptions {
  readonly config: RaftNodeConfig;
  readonly data: DataDirectory;
  readonly segmentBytes: number;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** For peers at https URLs. */
  readonly tls: ClientTls;
}

export interface OpenData {
  readonly backend: Backend;
  readonly recovered: RecoveredMember;
  /** Whom to talk to: as stored, or as told to a newcomer that has been sent nothing yet. */
  readonly members: readonly Member[];
  /**
   * Builds on the data while the rest of them is proven; resolves when all is. What is built must do
   * nothing until then. Otherwise the files are closed, and it rejects as `openData` does.
   */
  readonly build: <T>(part: () => T) => Promise<T>;
}

type Identity = Pick<RecoveryOptions, 'memberId' | 'initialMembers' | 'joins'> & {
  /** Who the others say the members are, if they were asked. */
  readonly told: readonly Member[];
};

/**
 * @throws DoNotRestartError when a person has to look at the flags or the files; the reason of `signal`
 *   when that is aborted meanwhile
 */
export async function openData(options: OpenDataOptions): Promise<OpenData> {
  const { config, data, logger, signal } = options;
  const hasLog = await walExists(nodeFileSystem, data.walDirectory);
  const opened: { close(): Promise<void> }[] = [];
  const giveUp = async (error: unknown): Promise<never> => {
    for (const one of opened) await one.close();
    data.close();
    throw forPeople(error);
  };
  try {
    const { backend, proven } = await data.beginBackend();
    opened.push(backend);
    signal.throwIfAborted();
    const identity = hasLog
      ? await identityOfData(backend, options)
      : await identityOfFirstStart(options);
    const recovered = await recover(backend, identity, options);
    opened.unshift(recovered.wal);
    signal.throwIfAborted();
    const stored = loadMembers(backend);
    if (wasRemoved(backend, recovered.memberId)) throw removedError(recovered.memberId);
    checkOwner(recovered, { stored, told: identity.told }, options);
    if (config.forceNewCluster) sayForced(recovered, logger);
    const members = stored.length > 0 ? stored : identity.told;
    const build = <T>(part: () => T): Promise<T> =>
      buildOnProven(part, proven, signal).catch(giveUp);
    return { backend, recovered, members, build };
  } catch (error) {
    return await giveUp(error);
  }
}

async function buildOnProven<T>(
  part: () => T,
  proven: Promise<void>,
  signal: AbortSignal,
): Promise<T> {
  try {
    const built = part();
    await proven;
    signal.throwIfAborted();
    return built;
  } catch (error) {
    // A record that is not what was written explains whatever could not be built of it.
    await proven;
    throw error;
  }
}

/** Also said when a member learns while it runs that it was removed. */
export function removedError(memberId: bigint): DoNotRestartError {
  return new DoNotRestartError(
    `member ${memberId.toString(16)}: ${removedText}; to bring this machine back, remove its data ` +
      'directory, add it to the cluster again and start it with --initial-cluster-state=existing',
  );
}

async function identityOfFirstStart(options: OpenDataOptions): Promise<Identity> {
  const { config, logger } = options;
  const join = joinOptions(options);
  if (config.initialClusterState === 'existing' && !config.forceNewCluster) {
    const { clusterId, self, members } = await joinCluster(join);
    refuseSecondBeginning(self);
    const id = self.id.toString(16);
    logger.info({ member: id, cluster: clusterId.toString(16) }, 'joining a running cluster');
    return { memberId: self.id, initialMembers: [], joins: clusterId, told: members };
  }
  const flags = initialCluster(config);
  if (!config.forceNewCluster) await checkFounding(flags, join);
  return { memberId: flags.self.id, initialMembers: flags.members, told: [] };
}

async function identityOfData(backend: Backend, options: OpenDataOptions): Promise<Identity> {
  const { config } = options;
  const flags = describedCluster(config);
  if (config.initialClusterState === 'new') {
    return { memberId: undefined, initialMembers: flags.members, told: [] };
  }
  // A newcomer that was stopped before anybody sent it the state knows nobody yet.
  const knowsNobody = backend.applied.index === 0 && !config.forceNewCluster;
  const told = knowsNobody ? (await joinCluster(joinOptions(options))).members : [];
  return { memberId: undefined, initialMembers: [], told };
}

function joinOptions({ config, signal, tls }: OpenDataOptions): JoinOptions {
  return { config, ask: (peerUrl) => askMembers(peerUrl, tls), signal };
}

async function recover(
  backend: Backend,
  { memberId, initialMembers, joins }: Identity,
  { config, data, segmentBytes, logger }: OpenDataOptions,
): Promise<RecoveredMember> {
  const recovered = await recoverMember(backend, {
    fileSystem: nodeFileSystem,
    walDirectory: data.walDirectory,
    segmentBytes,
    sync: !config.unsafeNoFsync,
    memberId,
    initialMembers,
    ...(joins === undefined ? {} : { joins }),
    forceNewCluster: config.forceNewCluster,
  });
  if (recovered.repaired !== undefined) {
    logger.warn(
      { ...recovered.repaired },
      'cut off a record that was torn by a crash; it was never acknowledged',
    );
  }
  return recovered;
}

interface KnownMembers {
  readonly stored: readonly Member[];
  readonly told: readonly Member[];
}

/**
 * The name and the URLs of a member may change, but not both at once. One that has been sent nothing yet
 * is compared with what the others say. @throws DoNotRestartError
 */
function checkOwner(
  { memberId }: RecoveredMember,
  { stored, told }: KnownMembers,
  { config, logger }: OpenDataOptions,
): void {
  const flags = describedCluster(config).self;
  if (flags.id === memberId) return;
  const owner = [...stored, ...told].find(({ id }) => id === memberId);
  const hasOwnUrl = owner?.peerUrls.some((url) => flags.peerUrls.includes(url)) ?? false;
  if (hasOwnUrl) return;
  if (owner?.name === config.name) {
    const urls = { known: owner.peerUrls, given: flags.peerUrls };
    logger.warn(
      urls,
      'the others know this member by other peer URLs, until "member update" tells them',
    );
    return;
  }
  throw new DoNotRestartError(
    `the data directory belongs to member ${memberId.toString(16)}` +
      (owner === undefined ? '' : ` (${owner.name}, ${owner.peerUrls.join(',')})`) +
      `, but the flags describe ${config.name}, ${flags.peerUrls.join(',')}: check --name, the peer ` +
      'URLs and --data-dir; if the member was removed and added again, remove its old data directory',
  );
}

function sayForced({ memberId, raft }: RecoveredMember, logger: Logger): void {
  logger.warn(
    { member: memberId.toString(16), index: raft.hardState.commit, term: raft.hardState.term },
    'forced a new cluster: this member is the only one now. Leave --force-new-cluster out from now on, ' +
      'and never start the other members with their old data again',
  );
}

function forPeople(error: unknown): unknown {
  const isForPeople =
    error instanceof UnusableDataError ||
    error instanceof CorruptLogError ||
    error instanceof CorruptBackendError;
  return isForPeople ? new DoNotRestartError(error.message, { cause: error }) : error;
}
