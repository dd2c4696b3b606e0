// Every revision the store remembers, newest first per key, as linked nodes in typed arrays.
//
// An object (or even an array) per key and per revision costs 100 bytes and more, and a garbage
// collector that has to visit millions of them stalls the Raft loop. Here a revision is 16 bytes
// outside the collected heap, however many there are, and the list grows segment by segment without
// ever copying what is already there.
//
// A key's history is a chain: its head is its newest revision and `older` leads back. Main revisions
// never rise along a chain. Versions and create revisions are not kept: the record of the newest
// revision has them, and a put reads it anyway.

const segmentBits = 14;
const segmentNodes = 1 << segmentBits;
const offsetMask = segmentNodes - 1;

/** No revision: the end of a chain, or a key that is not there. */
export const noNode = 0;

export class RevisionArena {
  readonly #mains: Float64Array[] = [];
  /** Sub revision, shifted left by one; the lowest bit marks a tombstone. */
  readonly #subs: Uint32Array[] = [];
  readonly #olders: Int32Array[] = [];
  /** Released nodes, linked by `older`. */
  #free = noNode;
  #next = 1;

  add(main: number, sub: number, tombstone: boolean, older: number): number {
    let node = this.#free;
    if (node === noNode) node = this.#grow();
    else this.#free = this.older(node);
    const segment = node >>> segmentBits;
    const offset = node & offsetMask;
    (this.#mains[segment] as Float64Array)[offset] = main;
    (this.#subs[segment] as Uint32Array)[offset] = (sub << 1) | (tombstone ? 1 : 0);
    (this.#olders[segment] as Int32Array)[offset] = older;
    return node;
  }

  release(node: number): void {
    this.setOlder(node, this.#free);
    this.#free = node;
  }

  main(node: number): number {
    return (this.#mains[node >>> segmentBits] as Float64Array)[node & offsetMask] as number;
  }

  sub(node: number): number {
    const packed = (this.#subs[node >>> segmentBits] as Uint32Array)[node & offsetMask] as number;
    return packed >>> 1;
  }

  revision(node: number): { readonly main: number; readonly sub: number } {
    return { main: this.main(node), sub: this.sub(node) };
  }

  isTombstone(node: number): boolean {
    const packed = (this.#subs[node >>> segmentBits] as Uint32Array)[node & offsetMask] as number;
    return (packed & 1) === 1;
  }

  older(node: number): number {
    return (this.#olders[node >>> segmentBits] as Int32Array)[node & offsetMask] as number;
  }

  setOlder(node: number, older: number): void {
    (this.#olders[node >>> segmentBits] as Int32Array)[node & offsetMask] = older;
  }

  /** The newest revision of the chain with main ≤ `revision`, tombstone or not. */
  newestAt(head: number, revision: number): number {
    let node = head;
    while (node !== noNode && this.main(node) > revision) node = this.older(node);
    return node;
  }

  /** The same where a tombstone means "not there". */
  liveAt(head: number, revision: number): number {
    const node = this.newestAt(head, revision);
    return node !== noNode && this.isTombstone(node) ? noNode : node;
  }

  #grow(): number {
    const node = this.#next++;
    if (node >>> segmentBits === this.#mains.length) {
      this.#mains.push(new Float64Array(segmentNodes));
      this.#subs.push(new Uint32Array(segmentNodes));
      this.#olders.push(new Int32Array(segmentNodes));
    }
    return node;
  }
}
