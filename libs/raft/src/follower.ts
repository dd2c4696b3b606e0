// How a follower takes what its leader sends: entries, heartbeats, a whole state.
//
// Every answer is queued, not sent: it leaves with the Ready that carries the entries it speaks of, and
// only after they are durable. So `appendResponse(index)` always means "on my disk up to index".
import { AssertionFailure, assert } from '@cairn/core';
import type { MemberId } from '@cairn/core';
import { Configuration } from './configuration.ts';
import type { RaftLog } from './log.ts';
import type { MemberState } from './member-state.ts';
import { MessageType } from './types.ts';
import type { ConfState, Message } from './types.ts';

/** The context of an append without entries whose sender only wants to tell its commit index. */
export const commitNotice = 1;

export function acceptAppend(state: MemberState, message: Message): void {
  const { log } = state;
  let previous = message.index;
  let entries = message.entries;
  if (previous < log.committed) {
    // Late or repeated. Committed entries are the leader's too, so only what follows them can be news.
    assertSameHistory(log, message);
    entries = entries.slice(log.committed - previous);
    previous = log.committed;
  } else if (!log.holds(previous, message.logTerm)) {
    if (previous === log.committed) assertSameHistory(log, message);
    const hint = log.lastIndexWithTermAtMost(previous, message.logTerm);
    state.send(MessageType.appendResponse, message.from, {
      index: previous,
      reject: true,
      rejectHint: hint,
      logTerm: log.termOf(hint) ?? 0,
    });
    return;
  }
  assert(
    entries.length === 0 || entries[0]?.index === previous + 1,
    `append after ${previous} begins at ${entries[0]?.index}`,
  );
  assert(
    entries.length === 0 || state.configuration.members.length > 0,
    'entries for a member without a configuration: the founders did not begin at the founding state',
  );
  log.accept(entries);
  const matched = previous + entries.length;
  log.commitTo(Math.min(message.commit, matched));
  if (message.context === commitNotice) return;
  state.send(MessageType.appendResponse, message.from, { index: matched });
}

/**
 * Whoever leads has all committed entries (Raft paper 5.4.3). That this member's are others can only mean that
 * a disk forgot something. By log matching the last committed position that the message names tells it.
 */
function assertSameHistory(log: RaftLog, message: Message): void {
  const count = Math.min(message.entries.length, log.committed - message.index);
  const index = message.index + count;
  const term = message.entries[count - 1]?.term ?? message.logTerm;
  if (index < log.baseIndex || log.holds(index, term)) return;
  throw new AssertionFailure(
    `entry ${index} is committed with term ${log.termOf(index)}, but leader ${message.from} has it` +
      ` with term ${term}: a disk was lost or changed; replace the member whose data differs from the others'`,
  );
}

/** The leader never names a commit index beyond what this member has acknowledged. */
export function acceptHeartbeat(state: MemberState, message: Message): void {
  state.log.commitTo(message.commit);
  state.send(MessageType.heartbeatResponse, message.from, { context: message.context });
}

export function acceptSnapshot(state: MemberState, message: Message): void {
  const { log } = state;
  const snapshot = message.snapshot;
  assert(snapshot !== undefined, 'a snapshot message without a snapshot');
  if (snapshot.index > log.committed) {
    if (log.holds(snapshot.index, snapshot.term)) {
      // All its entries are here: applying them is cheaper than replacing the state.
      log.commitTo(snapshot.index);
    } else if (namesMember(snapshot.confState, state.id)) {
      log.restore(snapshot);
      state.configuration = new Configuration(snapshot.confState);
      state.appliedConfState = snapshot.confState;
    }
  }
  state.send(MessageType.appendResponse, message.from, { index: log.committed });
}

function namesMember(confState: ConfState, id: MemberId): boolean {
  return new Configuration(confState).members.includes(id);
}
