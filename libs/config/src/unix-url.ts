/** The file that `unix:///path` names; undefined = the URL is of another kind, or names no absolute path. */
export function unixPathOf(url: string): string | undefined {
  const [, path] = /^unix:\/\/(\/.+)$/.exec(url) ?? [];
  return path;
}
