const NAMES = new Intl.Collator(undefined, { numeric: true });

/** The order of names for people: `queue-2` before `queue-10`. Names that differ in leading zeros only keep one order too. */
export function compareNames(one: string, other: string): number {
  return NAMES.compare(one, other) || (one < other ? -1 : Number(one > other));
}
