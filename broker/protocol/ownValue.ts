/** The value of a key that a user chose, such as a tag's; undefined for `constructor` and so on, which each object inherits. */
export function readOwn<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
