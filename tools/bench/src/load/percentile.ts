/** The value below or at which `percent` of the sorted values lie (nearest rank). */
export function percentile(sorted: Float64Array, percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('no values');
  return value;
}
