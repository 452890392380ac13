import * as l10n from '@vscode/l10n';
import { MAXIMUM_SOURCE_QUEUES, REDRIVE_PERMISSIONS } from '../../broker/api/queueAttributes.ts';
import { IconButton, TextField } from '../shared/controls.tsx';
import { Select } from '../shared/select.tsx';
import { ChoiceField } from './choiceField.tsx';
import type { EditorStore } from './editorStore.ts';
import { EditorField, fieldId } from './field.tsx';
import { CHOICES, LABELS } from './fieldTexts.ts';
import { listSources, listTargets } from './queueChoices.ts';

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
        <EditorField store={store} name="maxReceiveCount" label={l10n.t('Maximum receives')}>
          <TextField
            id={fieldId('maxReceiveCount')}
            label={l10n.t('Maximum receives')}
            title="maxReceiveCount"
            value={maxReceiveCount}
            invalid={problem !== undefined}
            describedBy={problem}
            onInput={(typed) => store.change({ maxReceiveCount: typed })}
          />
        </EditorField>
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
  const { sourceArns } = store.form.value;
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
            options={listSources(store, arn)}
            onChange={(chosen) => put(index, chosen)}
          />
          <IconButton
            icon="close"
            label={
              sourceArns.length === 1
                ? l10n.t('Choose at Least One Source Queue')
                : l10n.t('Remove Source Queue {0}', index + 1)
            }
            disabled={sourceArns.length === 1}
            onClick={() => store.change({ sourceArns: sourceArns.filter((_, place) => place !== index) })}
          />
        </div>
      ))}
      {sourceArns.length < MAXIMUM_SOURCE_QUEUES && (
        <button
          type="button"
          class="link add-row"
          onClick={() => store.change({ sourceArns: [...sourceArns, ''] })}
        >
          {l10n.t('Add Source Queue')}
        </button>
      )}
    </div>
  );
}
