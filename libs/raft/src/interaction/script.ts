// The format of the interaction tests in testdata/: a text that reads like a session.
//
//   # A comment.
//
//   > command arguments
//     output of the command, indented
//
// A script is run by answering every command and is right when that gives the same text again.
export type ScriptLine =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly text: string; readonly words: readonly string[] };

const indent = '  ';

/** The lines without the outputs. */
export function parseScript(source: string): readonly ScriptLine[] {
  const lines: ScriptLine[] = [];
  for (const text of source.replace(/\n$/, '').split('\n')) {
    if (text.startsWith(indent)) continue;
    if (text.startsWith('> ')) {
      lines.push({ kind: 'command', text, words: text.slice(2).trim().split(/ +/) });
    } else {
      lines.push({ kind: 'text', text });
    }
  }
  return lines;
}

/** The whole text again, with what `answer` says to each command. */
export function playScript(
  lines: readonly ScriptLine[],
  answer: (words: readonly string[]) => readonly string[],
): string {
  const result: string[] = [];
  for (const line of lines) {
    result.push(line.text);
    if (line.kind === 'command') {
      for (const output of answer(line.words)) result.push(indent + output);
    }
  }
  return result.map((line) => `${line}\n`).join('');
}
