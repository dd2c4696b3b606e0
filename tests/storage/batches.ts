/** What batch `index` writes; undefined = deletes. A pure function, so that any prefix can be checked. */
export function batchWrites(index: number): [string, string | undefined][] {
  const writes: [string, string | undefined][] = [];
  for (let i = 0; i < 10; i++) {
    const name = `r${String(index).padStart(8, '0')}-${i}`;
    writes.push([name, `${index}.${i} `.repeat(1 + ((index * 31 + i) % 60))]);
  }
  writes.push(['counter', String(index)]);
  if (index > 5) writes.push([`r${String(index - 5).padStart(8, '0')}-3`, undefined]);
  return writes;
}

/** Everything that the batches up to `index` leave, in key order. */
export function stateAfter(index: number): Map<string, string> {
  const state = new Map<string, string>();
  for (let batch = 1; batch <= index; batch++) {
    for (const [name, value] of batchWrites(batch)) {
      if (value === undefined) state.delete(name);
      else state.set(name, value);
    }
  }
  return new Map([...state].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The log entries of batch `index`: one to four, of any size up to 3,000 bytes. */
export function entrySizes(index: number): number[] {
  return Array.from({ length: 1 + (index % 4) }, (_, i) => (index * 97 + i * 1009) % 3000);
}
