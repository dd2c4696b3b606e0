// What clients chose, in a form that cannot mislead whoever reads the log: printable ASCII stands for itself, a
// backslash for itself twice, every other byte for `\xHH`. So two different keys never look alike, no key
// ends a line, turns writing around or hides on a terminal, and the bytes can be had back.

/** At most `bytesMax` bytes of it. */
export function printable(bytes: Uint8Array, bytesMax: number): string {
  const { buffer, byteOffset, length } = bytes;
  const shown = Buffer.from(buffer, byteOffset, Math.min(length, bytesMax));
  return shown.toString('latin1').replaceAll(/[^ -[\]-~]/g, escaped);
}

/** The same for the bytes of a text as UTF-8. */
export function printableText(text: string, bytesMax: number): string {
  return printable(Buffer.from(text, 'utf8'), bytesMax);
}

function escaped(character: string): string {
  if (character === '\\') return '\\\\';
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
