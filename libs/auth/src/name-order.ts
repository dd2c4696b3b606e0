/** By code point, which is the order of the names' UTF-8 bytes; JavaScript compares 16-bit units. */
export function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    if (a[at] === b[at]) continue;
    // Inside a pair the halves before are equal, so its second half decides as the whole does.
    return (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0);
  }
  return a.length - b.length;
}
