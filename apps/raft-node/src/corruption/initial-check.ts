// Before a member serves, it may compare itself with those that do. Whoever is contradicted by a
// majority, or by as many as agree with it, does not start: an answer that may be wrong is none.
import type { Replica } from '@cairn/replica';
import { DoNotRestartError } from '@cairn/service';
import type { Logger } from '@cairn/telemetry';
import { untilAborted } from '../until-aborted.ts';
import type { AskHashes } from './peer-hashes.ts';
import type { StoreHasher } from './store-hasher.ts';
import { judgeRevision } from './verdict.ts';

export interface InitialCheckOptions {
  readonly replica: Replica;
  readonly hasher: Pick<StoreHasher, 'hashRecords'>;
  readonly ask: AskHashes;
  readonly logger: Logger;
  /** Aborted when the process is told to stop: it does not wait for peers then. */
  readonly signal: AbortSignal;
}

/** A peer that does not answer must not keep this one from starting. */
const answerTimeoutMs = 20_000;

/** @throws DoNotRestartError, or the reason of `signal` */
export async function checkBeforeServing(options: InitialCheckOptions): Promise<void> {
  const { replica, hasher, ask, logger, signal } = options;
  const result = await untilAborted(hasher.hashRecords(0), signal);
  const reports = await untilAborted(ask(result.hashRevision, answerTimeoutMs), signal);
  const { memberId } = replica;
  const verdict = judgeRevision({ memberId, result }, reports, replica.machine.members.length);
  const about = { revision: result.hashRevision, compactRevision: result.compactRevision };
  if (verdict.kind === 'equal') {
    logger.info({ ...about, members: verdict.compared }, 'no member that answers holds other data');
    return;
  }
  const members = verdict.members.map((id) => id.toString(16));
  if (verdict.kind === 'wrong' && !verdict.members.includes(memberId)) {
    logger.warn({ ...about, members }, 'these members hold other data than the majority');
    return;
  }
  const where = `at revision ${result.hashRevision}`;
  throw new DoNotRestartError(
    verdict.kind === 'wrong'
      ? `this member holds other data than the majority ${where}: remove it from the cluster and ` +
          'add it anew with an empty data directory'
      : `members ${members.join(', ')} hold different data ${where} and no majority agrees: find ` +
          'the right one with a backup, then replace the others; without --initial-corrupt-check ' +
          'this member starts all the same',
  );
}
