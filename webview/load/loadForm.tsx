import * as l10n from '@vscode/l10n';
import type { LoadDraft } from '../protocol.ts';
import { IconButton, Select, TextField } from '../shared/controls.tsx';
import { queueNameOf } from '../shared/queueName.ts';
import type { LoadStore } from './loadStore.ts';

const SHAPES = [
  { value: 'steady', label: l10n.t('Steady'), description: l10n.t('The same rate during the whole test.') },
  { value: 'ramp', label: l10n.t('Ramp'), description: l10n.t('Rises evenly to the rate.') },
  {
    value: 'bursts',
    label: l10n.t('Bursts'),
    description: l10n.t('Sends 5 seconds’ worth of messages at once, every 5 seconds.'),
  },
  {
    value: 'poisson',
    label: l10n.t('Poisson'),
    description: l10n.t('Random gaps, as if many independent senders sent them.'),
  },
];

/** What to send, how fast, and for how long. */
export function LoadForm({ store }: { readonly store: LoadStore }) {
  const isFifo = store.queue.value?.kind === 'fifo';
  const hasTemplate = store.shown.value.template !== '';
  return (
    <section class="form" aria-label={l10n.t('What to send')}>
      <div class="fields">
        <QueueField store={store} />
        <div class="pair">
          <Field
            store={store}
            name="rate"
            label={l10n.t('Rate per second')}
            hint={l10n.t('0: as fast as possible')}
          />
          <Field store={store} name="duration" label={l10n.t('Duration in seconds')} />
        </div>
        <div class="field">
          <span class="field-label" aria-hidden="true">
            {l10n.t('Load profile')}
          </span>
          <Select
            label={l10n.t('Load profile')}
            value={store.shown.value.shape}
            options={SHAPES}
            disabled={store.isRunning.value}
            onChange={(shape) => store.change({ shape })}
          />
        </div>
        <div class="pair">
          <Field store={store} name="size" label={l10n.t('Body size in bytes')} isOff={hasTemplate} />
          <Field store={store} name="connections" label={l10n.t('Connections')} />
        </div>
        <div class="field">
          <span class="field-label" aria-hidden="true">
            {l10n.t('Body template')}
          </span>
          <div class="template-row">
            <TextField
              label={l10n.t('Body template')}
              placeholder={l10n.t('none')}
              value={store.shown.value.template}
              disabled={store.isRunning.value}
              onInput={(template) => store.change({ template })}
            />
            <IconButton
              icon="folder-opened"
              label={l10n.t('Choose Template File')}
              disabled={store.isRunning.value}
              onClick={store.pickTemplate}
            />
          </div>
          <p class="hint">
            {l10n.t(
              'In the file, {0}, {1} and {2} are replaced in each message.',
              '{{n}}',
              '{{uuid}}',
              '{{now}}',
            )}
          </p>
        </div>
        <Field
          store={store}
          name="groups"
          label={l10n.t('Message groups')}
          placeholder={isFifo ? '1' : l10n.t('none')}
          hint={l10n.t('Number of groups, used round-robin.')}
        />
        <Field
          store={store}
          name="attributes"
          label={l10n.t('Attributes')}
          placeholder="tenant=a,kind=order"
        />
      </div>
    </section>
  );
}

function QueueField({ store }: { readonly store: LoadStore }) {
  const chosen = store.shown.value.queueArn;
  const isGone = store.isGone.value;
  const options = store.queues.value.map(({ arn, name, kind }) => ({
    value: arn,
    label: name,
    description: kind === 'fifo' ? l10n.t('FIFO queue') : l10n.t('Standard queue'),
  }));
  if (chosen !== '' && !options.some(({ value }) => value === chosen)) {
    options.unshift({
      value: chosen,
      label: queueNameOf(chosen),
      description: isGone ? l10n.t('deleted') : '',
    });
  }
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        {l10n.t('Queue')}
      </span>
      <Select
        label={l10n.t('Queue')}
        value={chosen}
        options={options}
        disabled={store.isRunning.value}
        invalid={isGone}
        onChange={store.selectQueue}
      />
      {isGone && (
        <p class="field-problem" role="alert">
          {l10n.t('This queue no longer exists. Choose another one.')}
        </p>
      )}
    </div>
  );
}

interface FieldProps {
  readonly store: LoadStore;
  readonly name: keyof LoadDraft;
  readonly label: string;
  readonly placeholder?: string;
  readonly hint?: string;
  /** It has no say now. */
  readonly isOff?: boolean;
}

function Field({ store, name, label, placeholder = '', hint, isOff = false }: FieldProps) {
  const problem = store.problems.value[name];
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        {label}
      </span>
      <TextField
        label={label}
        placeholder={isOff ? l10n.t('from the template') : placeholder}
        value={isOff ? '' : store.shown.value[name]}
        invalid={problem !== undefined}
        describedBy={problem ?? hint}
        disabled={isOff || store.isRunning.value}
        onInput={(value) => store.change({ [name]: value })}
      />
      {problem !== undefined ? (
        <p class="field-problem">{problem}</p>
      ) : (
        hint !== undefined && <p class="hint">{hint}</p>
      )}
    </div>
  );
}
