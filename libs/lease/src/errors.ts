export class LeaseExistsError extends Error {
  override readonly name = 'LeaseExistsError';
  readonly leaseId: bigint;

  constructor(leaseId: bigint) {
    super(`lease ${leaseId} exists already`);
    this.leaseId = leaseId;
  }
}

export class LeaseNotFoundError extends Error {
  override readonly name = 'LeaseNotFoundError';
  readonly leaseId: bigint;

  constructor(leaseId: bigint) {
    super(`there is no lease ${leaseId}`);
    this.leaseId = leaseId;
  }
}

export class LeaseTtlTooLargeError extends Error {
  override readonly name = 'LeaseTtlTooLargeError';
  readonly ttlSeconds: number;

  constructor(ttlSeconds: number) {
    super(`a lease of ${ttlSeconds} seconds is longer than any lease may be`);
    this.ttlSeconds = ttlSeconds;
  }
}
