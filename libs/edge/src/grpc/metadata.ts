/**
 * Metadata of a call from header names and values in turn, as they came. The first value of a
 * repeated name counts; pseudo-headers are no metadata.
 */
export function readMetadata(rawHeaders: readonly string[]): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    const value = rawHeaders[index + 1];
    if (name === undefined || value === undefined || name.startsWith(':')) continue;
    if (!metadata.has(name)) metadata.set(name, value);
  }
  return metadata;
}
