/**
 * `accepted`: appended to this leader's log. `forwarded`: on its way to the leader, which may still
 * refuse it in silence. `noLeader`: nobody takes proposals now, also during a leader transfer.
 * `overloaded`: too much is uncommitted already. Only `accepted` and `forwarded` can have an effect.
 */
export type ProposeOutcome = 'accepted' | 'forwarded' | 'noLeader' | 'overloaded';

/** `pending`: an earlier conf change is not applied yet. `invalid`: it does not fit the configuration. */
export type ConfChangeOutcome = ProposeOutcome | 'pending' | 'invalid';
