/** The data directory cannot be used; the message tells an operator what to do. */
export class UnusableDataError extends Error {
  override readonly name = 'UnusableDataError';
}
