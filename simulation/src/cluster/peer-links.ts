// What a member's transport knows of the others: where each of them lives, as the membership has it, and since
// when it was heard without a break.
import type { MemberId } from '@cairn/core';
import type { Member } from '@cairn/replica';

/** Runs last seconds: what takes five of them in production must not take all of it here. */
const healthSpeed = 10;

interface Link {
  readonly url: string;
  heardSinceMs: number;
  heardAtMs: number;
}

export class PeerLinks {
  readonly #nowMs: () => number;
  /** Who was not heard for so long is not in touch. */
  readonly #silenceMs: number;
  readonly #links = new Map<MemberId, Link>();
  /** Who spoke from where the membership does not have it. */
  readonly #guests = new Map<MemberId, { readonly url: string; readonly heardAtMs: number }>();
  #ownUrl = '';

  constructor(nowMs: () => number, silenceMs: number) {
    this.#nowMs = nowMs;
    this.#silenceMs = silenceMs;
  }

  get peers(): readonly MemberId[] {
    return [...this.#links.keys()];
  }

  /** As the product's transport does: new ones are linked, others given up, moved ones linked anew. */
  follow(members: readonly Member[], self: MemberId): void {
    const urls = new Map(members.map(({ id, peerUrls }) => [id, peerUrls[0] ?? '']));
    this.#ownUrl = urls.get(self) ?? this.#ownUrl;
    urls.delete(self);
    for (const [id, { url }] of this.#links) if (urls.get(id) !== url) this.#links.delete(id);
    for (const [id, url] of urls) {
      if (this.#guests.get(id)?.url === url) this.#guests.delete(id);
      if (this.#links.has(id)) continue;
      this.#links.set(id, { url, heardSinceMs: 0, heardAtMs: -Infinity });
    }
  }

  /** What is told to those who do not know this member. */
  get ownUrl(): string {
    return this.#ownUrl;
  }

  /** Undefined: neither a member, nor was it heard lately. */
  urlOf(id: MemberId): string | undefined {
    return this.#links.get(id)?.url ?? this.guestUrlOf(id);
  }

  /** Who speaks is answered, as by the product's transport: there while a stream of theirs is open. */
  meet(id: MemberId, url: string): void {
    if (url === '') return;
    if (this.#links.get(id)?.url === url) this.#guests.delete(id);
    else this.#guests.set(id, { url, heardAtMs: this.#nowMs() });
  }

  heard(id: MemberId): void {
    const link = this.#links.get(id);
    if (link === undefined) return;
    const nowMs = this.#nowMs();
    if (nowMs - link.heardAtMs > this.#silenceMs) link.heardSinceMs = nowMs;
    link.heardAtMs = nowMs;
  }

  /** As the replica asks for it; time in touch counts several times. */
  connectedSinceMs(id: MemberId): number | undefined {
    const link = this.#links.get(id);
    const nowMs = this.#nowMs();
    if (link === undefined || nowMs - link.heardAtMs > this.#silenceMs) return undefined;
    return nowMs - (nowMs - link.heardSinceMs) * healthSpeed;
  }

  /** Where one that was heard lately says that it is, if the membership does not say so. */
  guestUrlOf(id: MemberId): string | undefined {
    const guest = this.#guests.get(id);
    if (guest === undefined || this.#nowMs() - guest.heardAtMs > this.#silenceMs) return undefined;
    return guest.url;
  }
}
