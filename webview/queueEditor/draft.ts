import type { EditedQueue, QueueDraft, QueueEditorToHost } from '../queueEditorProtocol.ts';
import { compareTags, type QueueValues } from './changes.ts';
import { completeName, nameDeadLetterQueue, NEW_QUEUE, type QueueForm, type TagRow } from './queueForm.ts';
import { defaultSettings, listChanged, readSettings } from './settings.ts';

/** The values that differ, as the broker takes them. */
export function makeDraft(form: QueueForm, from: QueueValues, to: QueueValues, isNew: boolean): QueueDraft {
  const isNewDeadLetter = form.deadLetterArn === NEW_QUEUE;
  const attributes = Object.fromEntries(
    listChanged(from.settings, to.settings)
      .filter((name) => name !== 'RedrivePolicy' || !isNewDeadLetter)
      .map((name) => [name, name === 'Policy' ? form.policy.trim() : (to.settings[name] ?? '')]),
  );
  return {
    attributes: isNew && form.kind === 'fifo' ? { FifoQueue: 'true', ...attributes } : attributes,
    tags: isNew ? to.tags : compareTags(from.tags, to.tags).set,
    ...(isNewDeadLetter
      ? {
          newDeadLetterQueue: {
            name: nameDeadLetterQueue(completeName(form), form.kind),
            maxReceiveCount: Number(form.maxReceiveCount),
          },
        }
      : {}),
  };
}

/** The message that changes a queue, with what the user has seen of it. */
export function makeApply(
  requestId: number,
  draft: QueueDraft,
  seen: EditedQueue,
  { tags }: QueueValues,
): Extract<QueueEditorToHost, { readonly type: 'apply' }> {
  const names = Object.keys(draft.attributes);
  if (draft.newDeadLetterQueue !== undefined) names.push('RedrivePolicy');
  const expected = names.flatMap((name) => {
    const value = seen.attributes[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    type: 'apply',
    requestId,
    draft,
    removedTags: compareTags(seen.tags, tags).removed,
    expected: { attributes: Object.fromEntries(expected), tags: seen.tags },
  };
}

/** A queue that was read, or what a new one would have. */
export function valuesOf(
  queue: EditedQueue | undefined,
  kind: QueueForm['kind'],
  maximumBytes: number,
): QueueValues {
  if (queue === undefined) return { settings: defaultSettings(kind, maximumBytes), tags: {} };
  return { settings: readSettings(queue.attributes, queue.kind, maximumBytes), tags: queue.tags };
}

export function makeTag(tags: readonly TagRow[], name = '', value = ''): TagRow {
  return { key: 1 + Math.max(-1, ...tags.map(({ key }) => key)), name, value };
}
