import type { MenuItem } from './menuItem.ts';
import { type Comparison, type Context, readWhen } from './whenClause.ts';

export interface Level {
  /** What the entries are called in the manifest. */
  readonly entries: readonly string[];
  readonly context: Context;
}

/** Icons of a title or row, which are beside the menu and not in it. */
const BESIDE = /^(?:inline|navigation)\b/;

/**
 * The most entries that a menu can show at once, over all contexts in which its clauses differ.
 * @param beside counts the icons in place of the menu
 */
export function findLargestLevel(items: readonly MenuItem[], beside: boolean): Level {
  const counted = items
    .filter(({ group }) => BESIDE.test(group ?? '') === beside)
    .map((item) => ({ name: item.command ?? item.submenu ?? '', when: readWhen(item.when) }));
  let largest: Level = { entries: [], context: {} };
  for (const context of listContexts(counted.flatMap(({ when }) => when.comparisons))) {
    const entries = counted.filter(({ when }) => when.holds(context)).map(({ name }) => name);
    if (entries.length > largest.entries.length) largest = { entries, context };
  }
  return largest;
}

/** Every combination of values that the comparisons can tell apart and that can make a menu larger. */
function* listContexts(comparisons: readonly Comparison[]): Generator<Context> {
  const keys = [...new Set(comparisons.map(({ key }) => key))];
  yield* combine(keys.map((key) => [key, listValues(comparisons.filter((one) => one.key === key))] as const));
}

function* combine(
  domains: readonly (readonly [key: string, values: readonly (string | boolean | undefined)[]])[],
): Generator<Context> {
  const [first, ...rest] = domains;
  if (first === undefined) {
    yield {};
    return;
  }
  for (const others of combine(rest)) for (const value of first[1]) yield { ...others, [first[0]]: value };
}

/** The values of one key. One that is only asked for without `!` makes a menu larger, never smaller, so it is always set. */
function listValues(comparisons: readonly Comparison[]): readonly (string | boolean | undefined)[] {
  if (comparisons.some(({ operator }) => operator === '=~')) return listContextValues(comparisons);
  const named = comparisons.filter(({ operator }) => operator !== '').map(({ value }) => value);
  const bare = comparisons.filter(({ operator }) => operator === '');
  const flags = [
    ...(bare.some(({ isNegated }) => !isNegated) ? [true] : []),
    ...(bare.some(({ isNegated }) => isNegated) ? [undefined] : []),
  ];
  return [...new Set([...named, ...(named.length > 0 ? ['another value'] : []), ...flags])];
}

/** Context values of rows: a first word, which tells what the row is, and further words behind `;`. */
function listContextValues(comparisons: readonly Comparison[]): readonly string[] {
  const heads = new Set<string>();
  const wanted = new Set<string>();
  const unwanted = new Set<string>();
  for (const { operator, value, isNegated } of comparisons) {
    const [, head] = /^\^(\w+)/.exec(value) ?? [];
    const [, words] = /^;\(?([\w|]+)/.exec(value) ?? [];
    if (operator === '==') heads.add(value);
    else if (head !== undefined) heads.add(head);
    else if (words !== undefined)
      for (const word of words.split('|')) (isNegated ? unwanted : wanted).add(word);
    else throw new Error(`An unknown pattern: ${value}`);
  }
  const always = [...wanted].filter((word) => !unwanted.has(word));
  const choices = [...unwanted].filter((word) => wanted.has(word));
  return [...heads].flatMap((head) =>
    listSubsets(choices).map((chosen) => [head, ...always, ...chosen].join(';')),
  );
}

function listSubsets(words: readonly string[]): string[][] {
  const [first, ...rest] = words;
  if (first === undefined) return [[]];
  return listSubsets(rest).flatMap((subset) => [subset, [first, ...subset]]);
}
