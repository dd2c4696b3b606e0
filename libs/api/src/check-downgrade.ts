import { ApiError } from './api-error.ts';
import { etcdErrors } from './etcd-errors.ts';
import { clusterVersion } from './versions.ts';

/** `major.minor` or a whole semantic version, of which only these two count. */
const versionPattern = /^(\d+)\.(\d+)(\.\d+(-[\w.-]+)?(\+[\w.-]+)?)?$/;

/**
 * The minor release that a cluster may be downgraded to, which is the one before its own.
 * @throws ApiError when another one is asked for
 */
export function checkDowngradeTarget(text: string): string {
  const match = versionPattern.exec(text);
  if (match === null) throw ApiError.of(etcdErrors.wrongDowngradeVersionFormat);
  const [major, minor] = clusterVersion.split('.').map(Number);
  const isAllowed = Number(match[1]) === major && Number(match[2]) + 1 === minor;
  if (!isAllowed) throw ApiError.of(etcdErrors.invalidDowngradeTargetVersion);
  return `${match[1]}.${match[2]}.0`;
}
