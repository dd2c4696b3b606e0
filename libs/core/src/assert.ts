/** A broken invariant: a bug of ours, or state that nothing may be built on. Never caught to go on. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

/** Always on, in production too: a process that broke an invariant must stop, not go on wrongly. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionFailure(message);
}

/** For the default branch of a switch over a union: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new AssertionFailure(`unreachable value ${String(value)}`);
}
