// Which releases of etcd behave in a new way, when a change was also brought to older release lines.

/** True when `version` is one of the `since` releases of its line or later, or of a later line. */
export function hasChange(version: string, since: readonly string[]): boolean {
  const [major, minor, patch] = parse(version);
  const lines = since.map(parse);
  const sameLine = lines.find(([a, b]) => a === major && b === minor);
  if (sameLine !== undefined) return patch >= sameLine[2];
  return lines.every(([a, b]) => major > a || (major === a && minor > b));
}

function parse(version: string): readonly [number, number, number] {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (match === null) throw new Error(`${version} is not a version`);
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}
