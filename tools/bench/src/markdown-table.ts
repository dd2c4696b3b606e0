/** A Markdown table with aligned columns; the first ones are text, the others figures. */
export function markdownTable(
  header: readonly string[],
  lines: readonly (readonly string[])[],
  textColumns: number,
): string {
  const widths = header.map((name, index) =>
    Math.max(3, name.length, ...lines.map((line) => line[index]?.length ?? 0)),
  );
  const pad = (cell: string, index: number): string =>
    index < textColumns ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0);
  const render = (line: readonly string[]): string =>
    `| ${header.map((_, index) => pad(line[index] ?? '', index)).join(' | ')} |`;
  const rule = widths.map((width, index) =>
    index < textColumns ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [render(header), `| ${rule.join(' | ')} |`, ...lines.map(render)].join('\n');
}
