import { GrpcCode } from '@cairn/api';
import type { Status } from '@cairn/api';

/** The answer to what is not done because it could not be recorded. */
export const auditUnavailable: Status = {
  code: GrpcCode.unavailable,
  message: 'etcdserver: audit log cannot be written',
};
