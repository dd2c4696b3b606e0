// How the interaction tests write down messages, Readys and statuses: one line per fact, only the fields
// that matter for its kind. Entries are `index/term data`.
import { toByteString, unreachable } from '@cairn/core';
import { decodeConfChange } from '../conf-change.ts';
import type { ConfChange, ConfChangeStep } from '../conf-change.ts';
import type { LogImage } from '../simulation/disk.ts';
import type { PeerStatus, RaftStatus } from '../status.ts';
import { EntryType, MessageType } from '../types.ts';
import type { ConfState, Entry, HardState, Message, Ready } from '../types.ts';

const typeNames = new Map<MessageType, string>(
  Object.entries(MessageType).map(([name, type]) => [type, name]),
);

export function printMessage(message: Message): string {
  const type = typeNames.get(message.type) ?? `type ${message.type}`;
  const term = message.term === 0 ? '' : ` term ${message.term}`;
  return `${message.from}→${message.to} ${type}${term}${printFields(message)}`;
}

function printFields(message: Message): string {
  const { context, index, logTerm, commit } = message;
  switch (message.type) {
    case MessageType.appendRequest:
      return ` after ${index}/${logTerm} commit ${commit} ${context === 0 ? `[${printEntries(message.entries)}]` : 'notice'}`;
    case MessageType.appendResponse:
      return message.reject
        ? ` rejects ${index}, try ${message.rejectHint}/${logTerm}`
        : ` has ${index}`;
    case MessageType.voteRequest:
    case MessageType.preVoteRequest:
      return ` log ${index}/${logTerm}${context === 0 ? '' : ' for transfer'}`;
    case MessageType.voteResponse:
    case MessageType.preVoteResponse:
      return message.reject ? ` refused, commit ${commit}/${logTerm}` : ' granted';
    case MessageType.heartbeat:
      return ` commit ${commit} round ${context}`;
    case MessageType.heartbeatResponse:
      return ` round ${context}`;
    case MessageType.snapshot:
      return ` at ${message.snapshot?.index}/${message.snapshot?.term}`;
    case MessageType.propose:
      return ` [${message.entries.map(printData).join(', ')}]`;
    case MessageType.readIndex:
      return ` request ${context}`;
    case MessageType.readIndexResponse:
      return ` request ${context} index ${index}`;
    case MessageType.transferLeader:
    case MessageType.timeoutNow:
      return '';
    default:
      return unreachable(message.type);
  }
}

export function printReady(ready: Ready): readonly string[] {
  const lines: string[] = [];
  const { hardState, snapshot, softState } = ready;
  if (softState !== undefined) {
    lines.push(`role ${softState.role}, leader ${printMember(softState.leader)}`);
  }
  if (hardState !== undefined) {
    lines.push(`hard state: ${printHardState(hardState)}`);
  }
  if (snapshot !== undefined) lines.push(`install state at ${snapshot.index}/${snapshot.term}`);
  if (ready.entries.length > 0) lines.push(`persist ${printEntries(ready.entries)}`);
  for (const message of ready.messages) lines.push(`send ${printMessage(message)}`);
  if (ready.committedEntries.length > 0)
    lines.push(`apply ${printEntries(ready.committedEntries)}`);
  for (const { context, index } of ready.readStates) {
    lines.push(`read ${context} at ${index}`);
  }
  return lines;
}

export function printStatus(status: RaftStatus): string {
  return (
    `${status.id}: ${status.role} term ${status.term} leader ${printMember(status.leader)}` +
    ` applied ${status.applied} committed ${status.committed}` +
    ` log ${status.firstIndex}..${status.lastIndex}`
  );
}

export function printPeer(peer: PeerStatus): string {
  const notes = [
    peer.inflight > 0 ? ` inflight ${peer.inflight}` : '',
    peer.paused ? ' paused' : '',
    peer.recentActive ? '' : ' silent',
    peer.isLearner ? ' learner' : '',
  ];
  return `${peer.id}: ${peer.state} match ${peer.match} next ${peer.next}${notes.join('')}`;
}

export function printConfState(confState: ConfState): string {
  const parts = [`voters ${confState.voters.join(' ')}`];
  if (confState.votersOutgoing.length > 0) {
    parts.push(`outgoing ${confState.votersOutgoing.join(' ')}`);
  }
  if (confState.learners.length > 0) parts.push(`learners ${confState.learners.join(' ')}`);
  if (confState.learnersNext.length > 0)
    parts.push(`learners next ${confState.learnersNext.join(' ')}`);
  if (confState.autoLeave) parts.push('auto leave');
  return parts.join(', ');
}

/** A disk's log begins behind its base. */
export function printDisk(image: LogImage): string {
  const { baseIndex, baseTerm, entries, hardState } = image;
  return `${printHardState(hardState)}, after ${baseIndex}/${baseTerm}: ${printLog(entries)}`;
}

function printHardState({ term, vote, commit }: HardState): string {
  return `term ${term}, vote ${printMember(vote)}, commit ${commit}`;
}

export function printLog(entries: readonly Entry[]): string {
  return entries.length === 0 ? 'empty' : printEntries(entries);
}

function printEntries(entries: readonly Entry[]): string {
  return entries.map((entry) => `${entry.index}/${entry.term} ${printData(entry)}`).join(', ');
}

function printData(entry: Entry): string {
  if (entry.type === EntryType.confChange) return printConfChange(decodeConfChange(entry.data));
  return entry.data.length === 0 ? '-' : toByteString(entry.data);
}

function printConfChange(change: ConfChange): string {
  switch (change.kind) {
    case 'simple':
      return `{${printStep(change.step)}}`;
    case 'enterJoint':
      return `{enterJoint ${change.steps.map(printStep).join(' ')}}`;
    case 'leaveJoint':
      return '{leaveJoint}';
    default:
      return unreachable(change);
  }
}

function printStep(step: ConfChangeStep): string {
  return `${step.kind}:${step.member}`;
}

function printMember(id: bigint): string {
  return id === 0n ? '-' : String(id);
}
