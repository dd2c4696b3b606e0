// Which of many half-open ranges contain a key? A list would be walked for every event; with ten
// thousand watched prefixes that is the whole cost of fan-out. This is a treap (a search tree kept
// balanced by random priorities) ordered by start, then end, in which every node also knows the
// largest end below it, so that whole subtrees are skipped: O(log n + matches) per key.
import { SeededRandom } from '@cairn/core';

interface Node<T> {
  readonly start: string;
  /** undefined = no end. */
  readonly end: string | undefined;
  readonly value: T;
  readonly priority: number;
  /** The largest end in this subtree; undefined = one of them has no end. */
  endMax: string | undefined;
  left: Node<T> | undefined;
  right: Node<T> | undefined;
}

/** A map from ranges to values that can be asked for all ranges around a key. */
export class IntervalTree<T> {
  readonly #random = new SeededRandom(1);
  #root: Node<T> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(start: string, end: string | undefined): T | undefined {
    let node = this.#root;
    while (node !== undefined) {
      const order = compareRanges(start, end, node);
      if (order === 0) return node.value;
      node = order < 0 ? node.left : node.right;
    }
    return undefined;
  }

  /** The range must not be in the tree. */
  insert(start: string, end: string | undefined, value: T): void {
    this.#size += 1;
    this.#root = insert(this.#root, {
      start,
      end,
      value,
      priority: this.#random.nextUint32(),
      endMax: end,
      left: undefined,
      right: undefined,
    });
  }

  /** Answers whether the range was there. */
  delete(start: string, end: string | undefined): boolean {
    if (this.get(start, end) === undefined) return false;
    this.#size -= 1;
    this.#root = remove(this.#root, start, end);
    return true;
  }

  /** Calls `visit` for every range with start ≤ key < end. */
  forEachAround(key: string, visit: (value: T) => void): void {
    visitAround(this.#root, key, visit);
  }
}

function visitAround<T>(node: Node<T> | undefined, key: string, visit: (value: T) => void): void {
  if (node === undefined) return;
  if (node.endMax !== undefined && node.endMax <= key) return;
  visitAround(node.left, key, visit);
  if (node.start > key) return;
  if (node.end === undefined || key < node.end) visit(node.value);
  visitAround(node.right, key, visit);
}

/** Negative when (start, end) comes before the node; no end comes last. */
function compareRanges<T>(start: string, end: string | undefined, node: Node<T>): number {
  if (start !== node.start) return start < node.start ? -1 : 1;
  if (end === node.end) return 0;
  if (end === undefined) return 1;
  if (node.end === undefined) return -1;
  return end < node.end ? -1 : 1;
}

function insert<T>(root: Node<T> | undefined, node: Node<T>): Node<T> {
  if (root === undefined) return node;
  if (node.priority > root.priority) {
    [node.left, node.right] = split(root, node);
    return refresh(node);
  }
  if (compareRanges(node.start, node.end, root) < 0) root.left = insert(root.left, node);
  else root.right = insert(root.right, node);
  return refresh(root);
}

/** Parts the subtree into what comes before and what comes after `at`. */
function split<T>(
  root: Node<T> | undefined,
  at: Node<T>,
): [Node<T> | undefined, Node<T> | undefined] {
  if (root === undefined) return [undefined, undefined];
  if (compareRanges(at.start, at.end, root) < 0) {
    const [before, after] = split(root.left, at);
    root.left = after;
    return [before, refresh(root)];
  }
  const [before, after] = split(root.right, at);
  root.right = before;
  return [refresh(root), after];
}

function remove<T>(
  root: Node<T> | undefined,
  start: string,
  end: string | undefined,
): Node<T> | undefined {
  if (root === undefined) return undefined;
  const order = compareRanges(start, end, root);
  if (order === 0) return merge(root.left, root.right);
  if (order < 0) root.left = remove(root.left, start, end);
  else root.right = remove(root.right, start, end);
  return refresh(root);
}

/** Everything in `before` comes before everything in `after`. */
function merge<T>(before: Node<T> | undefined, after: Node<T> | undefined): Node<T> | undefined {
  if (before === undefined) return after;
  if (after === undefined) return before;
  if (before.priority > after.priority) {
    before.right = merge(before.right, after);
    return refresh(before);
  }
  after.left = merge(before, after.left);
  return refresh(after);
}

function refresh<T>(node: Node<T>): Node<T> {
  node.endMax = largerEnd(node.end, largerEnd(endOf(node.left), endOf(node.right)));
  return node;
}

/** An empty subtree ends before everything. */
function endOf<T>(node: Node<T> | undefined): string | undefined {
  return node === undefined ? '' : node.endMax;
}

function largerEnd(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return undefined;
  return a > b ? a : b;
}
