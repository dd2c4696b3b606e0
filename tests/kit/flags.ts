/** Command line arguments `--name value` out of a record; undefined values are left out. */
export function flags(
  values: Readonly<Record<string, string | number | undefined>>,
): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
}
