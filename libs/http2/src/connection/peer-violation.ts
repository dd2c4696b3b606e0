import type { ErrorCode } from '../types.ts';

/** The peer broke a rule of the connection: it ends with this code (RFC 9113, section 5.4.1). */
export class PeerViolation extends Error {
  override readonly name = 'PeerViolation';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, reason: string) {
    super(reason);
    this.code = code;
  }
}
