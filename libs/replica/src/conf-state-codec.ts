import { cairn, fromBigInt, toUnsignedBigInt } from '@cairn/proto';
import type { Int64 } from '@cairn/proto';
import type { ConfState } from '@cairn/raft';

const unsigned = (id: bigint): Int64 => fromBigInt(id, 'unsigned');

/** The protobuf fields of a configuration, for messages that carry one. */
export function confStateFields(state: ConfState): cairn.v1.ConfState.$Properties {
  return {
    voters: state.voters.map(unsigned),
    learners: state.learners.map(unsigned),
    voters_outgoing: state.votersOutgoing.map(unsigned),
    learners_next: state.learnersNext.map(unsigned),
    auto_leave: state.autoLeave,
  };
}

/** Inverse of {@link confStateFields}. */
export function confStateOf(fields: cairn.v1.ConfState.$Properties): ConfState {
  return {
    voters: (fields.voters ?? []).map(toUnsignedBigInt),
    learners: (fields.learners ?? []).map(toUnsignedBigInt),
    votersOutgoing: (fields.voters_outgoing ?? []).map(toUnsignedBigInt),
    learnersNext: (fields.learners_next ?? []).map(toUnsignedBigInt),
    autoLeave: fields.auto_leave ?? false,
  };
}

export function encodeConfState(state: ConfState): Uint8Array {
  return cairn.v1.ConfState.encode(confStateFields(state)).finish();
}

export function decodeConfState(bytes: Uint8Array): ConfState {
  return confStateOf(cairn.v1.ConfState.decode(bytes));
}
