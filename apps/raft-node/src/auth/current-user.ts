import type { Requester } from '@cairn/auth';
import type { Replica } from '@cairn/replica';

/** Known by something that says who asks and nothing of when, so it is always now. */
export class CurrentUser implements Requester {
  readonly user: string;
  readonly #replica: Replica;

  constructor(user: string, replica: Replica) {
    this.user = user;
    this.#replica = replica;
  }

  get authRevision(): number {
    return this.#replica.machine.auth.revision;
  }
}
