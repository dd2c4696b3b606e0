import type { RequestFields } from './request-head.ts';

/**
 * Metadata of a call from its header fields, as they came. The first value of a repeated name
 * counts; pseudo-headers are no metadata.
 */
export function readMetadata(fields: RequestFields): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  for (const [name, value] of fields) {
    if (!name.startsWith(':') && !metadata.has(name)) metadata.set(name, value);
  }
  return metadata;
}
