// What a person needs of Nx's output when something failed: the failed tasks, without npm's and Nx's
// words around them, and of a test run only its failures. Twenty green packages above one red line
// are how red lines are overlooked.

/** The whole output when it has no list of failed tasks: then Nx itself failed. */
export function failedTasksOnly(output: string): string {
  const failed = new Set(failedTasks(output));
  if (failed.size === 0) return output;
  return output
    .split(/^(?=> nx run )/m)
    .filter((block) => failed.has(taskOf(block)))
    .map(shorten)
    .join('\n\n');
}

function failedTasks(output: string): readonly string[] {
  const [, list = ''] = /^Failed tasks:\n\n((?:- .+\n)+)/m.exec(output) ?? [];
  return [...list.matchAll(/^- (\S+)/gm)].map(([, task = '']) => task);
}

function taskOf(block: string): string {
  return /^> nx run (\S+)/.exec(block)?.[1] ?? '';
}

function shorten(block: string): string {
  const own = block.split(/^ NX {3}/m)[0] ?? '';
  const failures = own.indexOf('✖ failing tests:');
  const said = (failures === -1 ? own : own.slice(failures))
    .split('\n')
    .filter((line) => !/^npm (?:warn|error) |^> @?\S+@\S+ |^> (?!nx run )/.test(line));
  const text = said
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return failures === -1 ? text : `> nx run ${taskOf(block)}\n\n${text}`;
}
