import * as l10n from '@vscode/l10n';
import type { KnownQueue } from '../queueEditorProtocol.ts';
import type { SelectOption } from '../shared/select.tsx';
import { queueNameOf } from '../shared/queueName.ts';
import type { EditorStore } from './editorStore.ts';
import { completeName, nameDeadLetterQueue, NEW_QUEUE } from './queueForm.ts';

/** Queues of the same type, and of these the one that is edited only if it is chosen. */
function listOthers(store: EditorStore, chosen: string): KnownQueue[] {
  const { kind } = store.form.value;
  const own = store.base.value?.arn;
  return store.queues.value.filter(
    (queue) => queue.kind === kind && (queue.arn !== own || queue.arn === chosen),
  );
}

/** Queues of the same type, and one that is created for it. */
export function listTargets(store: EditorStore): SelectOption[] {
  const { deadLetterArn, kind } = store.form.value;
  const name = completeName(store.form.value);
  const created = nameDeadLetterQueue(name, kind);
  const candidates = listOthers(store, deadLetterArn);
  // What is chosen stays in the list: after an attempt that failed, the queue may exist already.
  const isFree =
    deadLetterArn === NEW_QUEUE || (name !== '' && !candidates.some((queue) => queue.name === created));
  return withMissing(
    store,
    [
      { value: '', label: l10n.t('None') },
      ...(isFree ? [{ value: NEW_QUEUE, label: l10n.t('{0} (new queue)', created) }] : []),
      ...candidates.map(({ arn, name: label }) => ({ value: arn, label })),
    ],
    deadLetterArn,
  );
}

/** Of queues that may send their dead letters here: what is chosen, and those that no other row has. */
export function listSources(store: EditorStore, chosen: string): SelectOption[] {
  const { sourceArns } = store.form.value;
  const free = listOthers(store, chosen).filter(({ arn }) => arn === chosen || !sourceArns.includes(arn));
  return withMissing(
    store,
    [
      { value: '', label: l10n.t('Choose a queue') },
      ...free.map(({ arn, name }) => ({ value: arn, label: name })),
    ],
    chosen,
  );
}

/** What is chosen stays in the list, even if it was deleted, or is where the editor doesn't list queues. */
function withMissing(store: EditorStore, options: readonly SelectOption[], chosen: string): SelectOption[] {
  if (options.some(({ value }) => value === chosen)) return [...options];
  const own = store.base.value?.arn;
  const isElsewhere = own !== undefined && placeOf(own) !== placeOf(chosen);
  const description = isElsewhere ? placeOf(chosen) : l10n.t('deleted');
  return [...options, { value: chosen, label: queueNameOf(chosen), description }];
}

/** Region and account ID of a queue ARN. */
function placeOf(queueArn: string): string {
  const [, , , region = '', accountId = ''] = queueArn.split(':');
  return `${region}, ${accountId}`;
}
