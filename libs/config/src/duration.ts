// Durations as etcd's users write them (Go's syntax), in milliseconds.
const unitMs: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/**
 * Reads `100ms`, `1m30s`, `1.5h`, or a plain whole number of milliseconds.
 * @returns undefined when `text` is neither, or negative.
 */
export function parseDurationMs(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    const plainMs = Number(text);
    return Number.isSafeInteger(plainMs) ? plainMs : undefined;
  }
  const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
  let totalMs = 0;
  let end = 0;
  while (end < text.length) {
    part.lastIndex = end;
    const [whole, amount, unit] = part.exec(text) ?? [];
    if (whole === undefined || amount === undefined || unit === undefined) return undefined;
    totalMs += Number(amount) * (unitMs.get(unit) ?? Number.NaN);
    end += whole.length;
  }
  return end > 0 && totalMs <= Number.MAX_SAFE_INTEGER ? totalMs : undefined;
}

/** The shortest form `parseDurationMs` reads back: `0s`, `250ms`, `1m30s`. */
export function formatDurationMs(durationMs: number): string {
  if (durationMs === 0) return '0s';
  let rest = durationMs;
  let text = '';
  for (const unit of ['h', 'm', 's'] as const) {
    const sizeMs = unitMs.get(unit) ?? Number.NaN;
    const count = Math.floor(rest / sizeMs);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * sizeMs;
  }
  return rest > 0 ? `${text}${rest}ms` : text;
}
