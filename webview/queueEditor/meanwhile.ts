import { readOwn } from '../../broker/protocol/ownValue.ts';
import { type ChangeRow, listChanges, type QueueValues } from './changes.ts';
import { makeTag } from './draft.ts';
import { fillAttribute, type QueueForm, readForm, readTags, type TagRow } from './queueForm.ts';
import { listChanged } from './settings.ts';

/** What others changed that the user has not confirmed yet. */
export interface News {
  /** What the queue had before the first of these changes. */
  readonly since: QueueValues;
  readonly theirs: readonly ChangeRow[];
  /** Ids of values that the user has changed, too: the form has the user’s. */
  readonly conflicts: readonly string[];
}

/** What becomes of a form whose queue was changed by someone else. */
export interface Merged {
  /** With their values where the user has typed nothing. */
  readonly form: QueueForm;
  readonly theirs: readonly ChangeRow[];
  readonly conflicts: readonly string[];
}

export const NO_NEWS: News = { since: { settings: {}, tags: {} }, theirs: [], conflicts: [] };

/** @param base what the user began with */
export function mergeChanges(form: QueueForm, base: QueueValues, now: QueueValues): Merged {
  const mine: QueueValues = { settings: readForm(form, base.settings), tags: readTags(form) };
  const theirs = listChanges(base, now);
  const edited = listIds(base, mine);
  const differing = listIds(mine, now);
  const taken = listChanged(base.settings, now.settings)
    .filter((name) => !edited.has(name))
    .reduce((merged, name) => fillAttribute(merged, name, now.settings), form);
  const tags = Object.keys({ ...base.tags, ...now.tags })
    .filter(
      (key) =>
        readOwn(base.tags, key) !== readOwn(now.tags, key) &&
        readOwn(base.tags, key) === readOwn(mine.tags, key),
    )
    .reduce((rows, key) => putTag(rows, key, readOwn(now.tags, key)), form.tags);
  return {
    form: { ...taken, tags },
    theirs,
    conflicts: theirs.map(({ id }) => id).filter((id) => edited.has(id) && differing.has(id)),
  };
}

/**
 * What was told before, and what has come since. A value that is again what it was is neither news nor a conflict.
 * @param own ids of values that the user has just applied
 */
export function addNews(
  before: News,
  conflicts: readonly string[],
  base: QueueValues,
  now: QueueValues,
  own: ReadonlySet<string> = new Set(),
): News {
  const since = before.theirs.length > 0 ? before.since : base;
  const theirs = listChanges(since, now).filter(({ id }) => !own.has(id));
  const has = (rows: readonly ChangeRow[], wanted: string) => rows.some(({ id }) => id === wanted);
  return {
    since,
    theirs,
    conflicts: [...new Set([...before.conflicts, ...conflicts])].filter(
      (id) => has(theirs, id) || !(own.has(id) || has(before.theirs, id)),
    ),
  };
}

/** The rows with another value for a key; undefined: without it. */
export function putTag(rows: readonly TagRow[], key: string, value: string | undefined): readonly TagRow[] {
  if (value === undefined) return rows.filter(({ name }) => name !== key);
  return rows.some(({ name }) => name === key)
    ? rows.map((row) => (row.name === key ? { ...row, value } : row))
    : [...rows, makeTag(rows, key, value)];
}

/** Of values that differ. */
export function listIds(from: QueueValues, to: QueueValues): ReadonlySet<string> {
  return new Set(listChanges(from, to).map(({ id }) => id));
}
