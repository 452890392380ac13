import type { EditedQueue, EditorStart } from '../queueEditorProtocol.ts';
import type { ChangeRow } from './changes.ts';
import type { News } from './meanwhile.ts';
import { newForm, type QueueForm, type TagRow } from './queueForm.ts';
import { DEFAULT_MAXIMUM_BYTES } from './settings.ts';

/** What is kept over hiding and reloading. */
export interface SavedDraft {
  readonly form: QueueForm;
  /** The queue as it was when the user began; absent: one to create. */
  readonly base?: EditedQueue | undefined;
  /** Marks and the notice stay until the user has dealt with them. */
  readonly news?: News | undefined;
}

/** What is kept of a draft, with what the host needs to show the same page again. */
export function writeDraft({ form, base, news }: SavedDraft, start: EditorStart | undefined): object {
  const { address, connectionId } = start ?? {};
  return {
    form,
    ...(base === undefined ? {} : { base }),
    ...(news === undefined ? {} : { news }),
    ...(address === undefined ? {} : { address }),
    ...(connectionId === undefined ? {} : { connectionId }),
  };
}

/** A draft of unknown shape, from a saved state; what does not fit is as in a new form. */
export function restoreDraft(value: unknown): SavedDraft | undefined {
  if (!isObject(value) || !isObject(value['form'])) return undefined;
  const saved = value['form'];
  const kind = saved['kind'] === 'fifo' ? 'fifo' : 'standard';
  const blank = newForm(kind, DEFAULT_MAXIMUM_BYTES);
  const kept = Object.entries(blank).map(([name, fallback]): [string, unknown] => {
    const each = saved[name];
    return [name, typeof each === typeof fallback && !Array.isArray(each) && each !== null ? each : fallback];
  });
  const numbers = isObject(saved['numbers']) ? saved['numbers'] : {};
  const form: QueueForm = {
    ...(Object.fromEntries(kept) as unknown as QueueForm),
    kind,
    numbers: Object.fromEntries(
      Object.entries(blank.numbers).map(([name, fallback]) => [name, readText(numbers[name], fallback)]),
    ) as QueueForm['numbers'],
    sourceArns: readList(saved['sourceArns']).filter((arn) => typeof arn === 'string'),
    tags: readList(saved['tags']).flatMap(readTag),
  };
  const base = readQueue(value['base']);
  const news = readNews(value['news']);
  return {
    form,
    ...(base === undefined ? {} : { base }),
    ...(news === undefined ? {} : { news }),
  };
}

function readNews(value: unknown): News | undefined {
  if (!isObject(value) || !isObject(value['since'])) return undefined;
  const { settings, tags } = value['since'];
  return {
    since: { settings: readTexts(settings), tags: readTexts(tags) },
    theirs: readList(value['theirs']).flatMap(readRow),
    conflicts: readList(value['conflicts']).filter((id) => typeof id === 'string'),
  };
}

function readRow(value: unknown): ChangeRow[] {
  if (!isObject(value)) return [];
  const read = (name: keyof ChangeRow) => readText(value[name]);
  return [{ id: read('id'), label: read('label'), from: read('from'), to: read('to') }];
}

function readTag(value: unknown, key: number): TagRow[] {
  return isObject(value) ? [{ key, name: readText(value['name']), value: readText(value['value']) }] : [];
}

function readQueue(value: unknown): EditedQueue | undefined {
  if (!isObject(value)) return undefined;
  const { name, arn, kind } = value;
  if (typeof name !== 'string' || typeof arn !== 'string' || (kind !== 'standard' && kind !== 'fifo'))
    return undefined;
  return { name, arn, kind, attributes: readTexts(value['attributes']), tags: readTexts(value['tags']) };
}

function readTexts(value: unknown): Readonly<Record<string, string>> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function readText(value: unknown, fallback = ''): string {
  return typeof value === 'string' ? value : fallback;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
