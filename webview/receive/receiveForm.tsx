import * as l10n from '@vscode/l10n';
import { Select, TextField } from '../shared/controls.tsx';
import { addressOf } from '../shared/queueAddress.ts';
import { queueNameOf } from '../shared/queueName.ts';
import type { ReceiveStore } from './receiveStore.ts';
import { describeNumber, type ReceiveDraft } from './receiveRules.ts';

/** The parameters of ReceiveMessage. */
export function ReceiveForm({ store }: { readonly store: ReceiveStore }) {
  const draft = store.draft.value;
  return (
    <section class="receive-form" aria-label={l10n.t('What to receive')}>
      <QueueField store={store} />
      <Field
        store={store}
        name="maximum"
        label={l10n.t('Messages')}
        hint={describeNumber('maximum', draft.maximum)}
      />
      <Field
        store={store}
        name="wait"
        label={l10n.t('Wait time')}
        hint={describeNumber('wait', draft.wait)}
      />
      <Field
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
        <Field
          store={store}
          name="attemptId"
          label={l10n.t('Receive request attempt ID')}
          hint={l10n.t('The same ID again gets the same messages.')}
        />
      )}
    </section>
  );
}

function QueueField({ store }: { readonly store: ReceiveStore }) {
  const chosen = store.draft.value.queueArn;
  const isGone = store.isGone.value;
  const options = store.queues.value.map((queue) => ({
    value: addressOf(queue),
    label: queue.name,
    description: queue.kind === 'fifo' ? l10n.t('FIFO queue') : l10n.t('Standard queue'),
  }));
  if (chosen !== '' && !options.some(({ value }) => value === chosen))
    options.unshift({ value: chosen, label: queueNameOf(chosen), description: '' });
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        {l10n.t('Queue')}
      </span>
      <Select
        label={l10n.t('Queue')}
        value={chosen}
        options={options}
        invalid={isGone}
        onChange={store.selectQueue}
      />
      {isGone && (
        <p class="receive-problem" role="alert">
          {l10n.t('This queue no longer exists. Choose another one.')}
        </p>
      )}
    </div>
  );
}

interface FieldProps {
  readonly store: ReceiveStore;
  readonly name: keyof ReceiveDraft;
  readonly label: string;
  readonly hint: string;
}

function Field({ store, name, label, hint }: FieldProps) {
  const problem = store.problems.value[name];
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        {label}
      </span>
      <TextField
        label={label}
        value={store.draft.value[name]}
        invalid={problem !== undefined}
        describedBy={problem ?? hint}
        onInput={(value) => store.change({ [name]: value })}
      />
      {problem === undefined ? <p class="hint">{hint}</p> : <p class="receive-problem">{problem}</p>}
    </div>
  );
}
