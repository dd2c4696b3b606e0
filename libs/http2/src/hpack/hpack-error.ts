/** A decoding error of RFC 7541: the two sides' tables may differ now, so the connection is lost. */
export class HpackError extends Error {
  override readonly name = 'HpackError';
}
