import * as l10n from '@vscode/l10n';
import { MAXIMUM_SOURCE_QUEUES, REDRIVE_PERMISSIONS } from '../../broker/api/queueAttributes.ts';
import { IconButton, Select, type SelectOption, TextField } from '../shared/controls.tsx';
import { queueNameOf } from '../shared/queueName.ts';
import { ChoiceField } from './choiceField.tsx';
import { completeName } from './draft.ts';
import type { EditorStore } from './editorStore.ts';
import { Field, fieldId } from './field.tsx';
import { CHOICES, LABELS } from './fieldTexts.ts';
import { nameDeadLetterQueue, NEW_QUEUE } from './queueForm.ts';

const PERMISSIONS = [
  { value: '', label: l10n.t('Not set') },
  ...REDRIVE_PERMISSIONS.map((value) => ({ value, label: CHOICES[value] })),
];

/** Where messages go that were received too often, and which queues may send theirs here. */
export function DeadLetterSection({ store }: { readonly store: EditorStore }) {
  const { deadLetterArn, maxReceiveCount, redrivePermission } = store.form.value;
  const problem = store.problems.value.maxReceiveCount;
  return (
    <section class="fields" aria-label={l10n.t('Dead letters')}>
      <ChoiceField
        store={store}
        name="RedrivePolicy"
        label={LABELS.RedrivePolicy}
        hint={l10n.t('Takes messages that were received too often.')}
        value={deadLetterArn}
        options={listTargets(store)}
        onChange={(arn) => store.change({ deadLetterArn: arn })}
      />
      {deadLetterArn !== '' && (
        <Field store={store} name="maxReceiveCount" label={l10n.t('Maximum receives')}>
          <TextField
            id={fieldId('maxReceiveCount')}
            label={l10n.t('Maximum receives')}
            title="maxReceiveCount"
            value={maxReceiveCount}
            invalid={problem !== undefined}
            describedBy={problem}
            onInput={(typed) => store.change({ maxReceiveCount: typed })}
          />
        </Field>
      )}
      <ChoiceField
        store={store}
        name="RedriveAllowPolicy"
        label={LABELS.RedriveAllowPolicy}
        hint={l10n.t('Queues that may use this queue as their dead-letter queue.')}
        value={redrivePermission}
        options={PERMISSIONS}
        onChange={(permission) =>
          store.change({
            redrivePermission: permission,
            sourceArns: permission === 'byQueue' ? [''] : [],
          })
        }
      />
      {redrivePermission === 'byQueue' && <SourceQueues store={store} />}
    </section>
  );
}

function SourceQueues({ store }: { readonly store: EditorStore }) {
  const { sourceArns, kind } = store.form.value;
  const known = store.queues.value.filter((queue) => queue.kind === kind);
  const put = (index: number, arn: string) =>
    store.change({ sourceArns: sourceArns.map((each, place) => (place === index ? arn : each)) });
  return (
    <div class="field wide" role="group" aria-label={l10n.t('Source queues')}>
      <span class="field-label" aria-hidden="true">
        {l10n.t('Source queues')}
      </span>
      {sourceArns.map((arn, index) => (
        <div class="row" key={index}>
          <Select
            label={l10n.t('Source queue {0}', index + 1)}
            value={arn}
            options={withMissing(
              [
                { value: '', label: l10n.t('Choose a queue') },
                ...known
                  .filter((queue) => queue.arn === arn || !sourceArns.includes(queue.arn))
                  .map((queue) => ({ value: queue.arn, label: queue.name })),
              ],
              arn,
            )}
            onChange={(chosen) => put(index, chosen)}
          />
          <IconButton
            icon="close"
            label={l10n.t('Remove source queue {0}', index + 1)}
            disabled={sourceArns.length === 1}
            onClick={() => store.change({ sourceArns: sourceArns.filter((_, place) => place !== index) })}
          />
        </div>
      ))}
      {sourceArns.length < MAXIMUM_SOURCE_QUEUES && (
        <button type="button" class="link" onClick={() => store.change({ sourceArns: [...sourceArns, ''] })}>
          {l10n.t('Add source queue')}
        </button>
      )}
    </div>
  );
}

/** Queues of the same type, and one that is created for it. */
function listTargets(store: EditorStore): SelectOption[] {
  const { deadLetterArn, kind } = store.form.value;
  const own = store.base.value?.arn;
  const name = completeName(store.form.value);
  const created = nameDeadLetterQueue(name, kind);
  const candidates = store.queues.value.filter((queue) => queue.kind === kind && queue.arn !== own);
  const isFree = name !== '' && !candidates.some((queue) => queue.name === created);
  return withMissing(
    [
      { value: '', label: l10n.t('None') },
      ...(isFree ? [{ value: NEW_QUEUE, label: l10n.t('{0} (new queue)', created) }] : []),
      ...candidates.map(({ arn, name: label }) => ({ value: arn, label })),
    ],
    deadLetterArn,
  );
}

/** What is chosen stays in the list, even if it was deleted. */
function withMissing(options: readonly SelectOption[], chosen: string): SelectOption[] {
  if (options.some(({ value }) => value === chosen)) return [...options];
  return [...options, { value: chosen, label: queueNameOf(chosen), description: l10n.t('deleted') }];
}
