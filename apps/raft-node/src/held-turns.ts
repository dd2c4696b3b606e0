// The Raft loop takes its turns from here. A member is put together while the check of its store is
// still under way, and must not send, write or apply anything before that is through: until `begin` turns
// are only noted down.
export class HeldTurns {
  #held: (() => void)[] | undefined = [];

  schedule(turn: () => void): void {
    if (this.#held === undefined) setImmediate(turn);
    else this.#held.push(turn);
  }

  /** Also those that were asked for before come in a turn of the event loop of their own. */
  begin(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const turn of held) setImmediate(turn);
  }
}
