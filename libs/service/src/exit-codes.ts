/** How a service's process ends, for whoever supervises it. */
export const exitCodes: {
  readonly stopped: 0;
  /** Something failed that a restart may cure. */
  readonly failed: 1;
  /** The command line, environment or file is wrong: a restart cannot help. */
  readonly misconfigured: 2;
  /** A restart would fail in the same way or do damage; a person has to look first. */
  readonly doNotRestart: 3;
} = { stopped: 0, failed: 1, misconfigured: 2, doNotRestart: 3 };

/**
 * Thrown by (or passed to `fail` of) a service that must not be started again as it is: a member
 * removed from its cluster, damaged data. The message says what a person has to do.
 */
export class DoNotRestartError extends Error {
  override readonly name = 'DoNotRestartError';
}
