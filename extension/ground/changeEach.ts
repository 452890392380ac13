import { l10n } from 'vscode';

/** What was done to each of several things, and what went wrong with the others. */
export interface EachOutcome<T, R> {
  readonly done: readonly { readonly item: T; readonly result: R }[];
  /** Names the things that were skipped, with the reasons; undefined: none was. */
  readonly problem: string | undefined;
}

/**
 * Does something to each of several things. One that fails does not keep the others from it; where all fail, this does too.
 * @param nameOf for people
 */
export async function changeEach<T, R>(
  items: readonly T[],
  nameOf: (item: T) => string,
  change: (item: T) => Promise<R>,
): Promise<EachOutcome<T, R>> {
  const done: { item: T; result: R }[] = [];
  const skipped: string[] = [];
  let firstError: unknown;
  for (const item of items) {
    try {
      done.push({ item, result: await change(item) });
    } catch (error) {
      firstError ??= error;
      skipped.push(`${nameOf(item)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const [first] = skipped;
  if (first === undefined) return { done, problem: undefined };
  if (done.length === 0) throw firstError;
  return { done, problem: l10n.t('Skipped: {0}. {1}', skipped.length, first) };
}
