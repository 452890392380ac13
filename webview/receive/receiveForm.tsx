import * as l10n from '@vscode/l10n';
import { TextRow } from '../shared/field.tsx';
import { QueueField } from '../shared/queueField.tsx';
import type { ReceiveStore } from './receiveStore.ts';
import { describeNumber, type ReceiveDraft } from './receiveRules.ts';

/** The parameters of ReceiveMessage. */
export function ReceiveForm({ store }: { readonly store: ReceiveStore }) {
  const draft = store.draft.value;
  return (
    <section class="fields receive-form" aria-label={l10n.t('What to receive')}>
      <QueueField store={store} chosen={store.draft.value.queueArn} />
      <ReceiveRow
        store={store}
        name="maximum"
        label={l10n.t('Messages')}
        hint={describeNumber('maximum', draft.maximum)}
      />
      <ReceiveRow
        store={store}
        name="wait"
        label={l10n.t('Wait time')}
        hint={describeNumber('wait', draft.wait)}
      />
      <ReceiveRow
        store={store}
        name="visibility"
        label={l10n.t('Visibility timeout')}
        hint={
          draft.visibility.trim() === ''
            ? l10n.t('Empty: the queue’s setting')
            : describeNumber('visibility', draft.visibility)
        }
      />
      {store.isFifo.value && (
        <ReceiveRow
          store={store}
          name="attemptId"
          label={l10n.t('Receive request attempt ID')}
          hint={l10n.t('The same ID again gets the same messages.')}
        />
      )}
    </section>
  );
}

interface ReceiveRowProps {
  readonly store: ReceiveStore;
  readonly name: keyof ReceiveDraft;
  readonly label: string;
  readonly hint: string;
}

function ReceiveRow({ store, name, label, hint }: ReceiveRowProps) {
  return (
    <TextRow
      label={label}
      problem={store.problems.value[name]}
      hint={hint}
      value={store.draft.value[name]}
      onInput={(value) => store.change({ [name]: value })}
    />
  );
}
