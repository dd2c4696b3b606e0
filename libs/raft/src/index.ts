export { decodeConfChange, encodeConfChange } from './conf-change.ts';
export type { ConfChange, ConfChangeStep, ConfChangeStepKind } from './conf-change.ts';
export { foundingState, joiningState } from './genesis.ts';
export type { SnapshotSource } from './member-state.ts';
export type { RaftInitialState, RaftOptions } from './options.ts';
export type { ProgressState } from './progress.ts';
export { Raft } from './raft.ts';
export type { ConfChangeOutcome, ProposeOutcome } from './propose-outcome.ts';
export type { PeerStatus, RaftStatus } from './status.ts';
export { EntryType, MessageType } from './types.ts';
export type {
  ConfState,
  Entry,
  HardState,
  Message,
  ReadState,
  Ready,
  Role,
  SnapshotMeta,
  SoftState,
} from './types.ts';
