const oldestMajor = 24;

/** The sentence to show when this Node cannot run the program, undefined when it can. */
export function nodeVersionMistake(version: string): string | undefined {
  const major = Number(/^v?(\d+)\./.exec(version)?.[1]);
  if (major >= oldestMajor) return undefined;
  return (
    `This needs Node ${oldestMajor} or newer and runs on ${version}. Start it through npm (the ` +
    'repository brings its own Node: "npm install" without --ignore-scripts, then "npm start"), ' +
    'or put a newer node first on PATH.'
  );
}
