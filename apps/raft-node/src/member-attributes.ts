// A member tells the cluster its name and client URLs through the log, once it has a leader, and
// again when its flags have changed. Until then the member list shows it as not started.
import { fromBigInt, membershippb } from '@cairn/proto';
import { RequestKind } from '@cairn/replica';
import type { Member, Replica } from '@cairn/replica';
import type { Logger } from '@cairn/telemetry';

const retryAfterMs = 500;

export class MemberAttributes {
  readonly #replica: Replica;
  readonly #logger: Logger;
  readonly #name: string;
  readonly #clientUrls: readonly string[];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    replica: Replica,
    attributes: { readonly name: string; readonly clientUrls: readonly string[] },
    logger: Logger,
  ) {
    this.#replica = replica;
    this.#name = attributes.name;
    this.#clientUrls = attributes.clientUrls;
    this.#logger = logger;
    this.#publish();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #publish(): void {
    const { memberId, machine } = this.#replica;
    const current = machine.members.find(({ id }) => id === memberId);
    if (current !== undefined && this.#isCurrent(current)) return;
    const body = membershippb.ClusterMemberAttrSetRequest.encode({
      member_ID: fromBigInt(memberId, 'unsigned'),
      member_attributes: { name: this.#name, client_urls: [...this.#clientUrls] },
    });
    this.#replica.propose(RequestKind.memberAttributes, body.finish(), (outcome) => {
      if (outcome.kind === 'done') {
        this.#logger.info({ name: this.#name, clientUrls: this.#clientUrls }, 'published member');
        return;
      }
      if (this.#closed) return;
      this.#timer = setTimeout(() => this.#publish(), retryAfterMs);
    });
  }

  #isCurrent(member: Member): boolean {
    return member.name === this.#name && member.clientUrls.join() === this.#clientUrls.join();
  }
}
