const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Keys and values are anybody's bytes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/[&<>"]/gu, (character) => names[character] ?? character)
    .replaceAll(/[^\n\u{20}-\u{7e}\u{a0}-\u{ffff}]/gu, '·');
}
