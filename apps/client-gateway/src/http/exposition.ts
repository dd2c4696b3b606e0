// Two processes, one /metrics page. The same family twice would make the whole page unreadable to
// Prometheus, so what the first text already has is left out of the second.

interface Family {
  readonly name: string;
  readonly lines: string[];
}

/** Both texts in Prometheus format, without the second's families that the first has. */
export function joinExpositions(first: string, second: string): string {
  const known = new Set(familiesOf(first).map(({ name }) => name));
  const added = familiesOf(second).filter(({ name }) => !known.has(name));
  const text = added.map(({ lines }) => `${lines.join('\n')}\n`).join('');
  return first === '' || first.endsWith('\n') ? first + text : `${first}\n${text}`;
}

function familiesOf(text: string): Family[] {
  const families: Family[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [, declared] = /^# (?:HELP|TYPE) (\S+)/.exec(line) ?? [];
    const current = families.at(-1);
    if (declared !== undefined && declared !== current?.name) {
      families.push({ name: declared, lines: [line] });
    } else if (current !== undefined) {
      current.lines.push(line);
    }
  }
  return families;
}
