import * as l10n from '@vscode/l10n';
import type { LoadDraft } from '../loadProtocol.ts';
import { IconButton, TextField } from '../shared/controls.tsx';
import { Select } from '../shared/select.tsx';
import { Field, TextRow } from '../shared/field.tsx';
import { QueueField } from '../shared/queueField.tsx';
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
        <QueueField store={store} chosen={store.shown.value.queueArn} disabled={store.isRunning.value} />
        <div class="pair">
          <LoadRow
            store={store}
            name="rate"
            label={l10n.t('Rate per second')}
            hint={l10n.t('0: as fast as possible')}
          />
          <LoadRow store={store} name="duration" label={l10n.t('Duration')} />
        </div>
        <Field label={l10n.t('Load profile')}>
          <Select
            label={l10n.t('Load profile')}
            value={store.shown.value.shape}
            options={SHAPES}
            disabled={store.isRunning.value}
            onChange={(shape) => store.change({ shape })}
          />
        </Field>
        <div class="pair">
          <LoadRow store={store} name="size" label={l10n.t('Body size in bytes')} isOff={hasTemplate} />
          <LoadRow store={store} name="connections" label={l10n.t('Connections')} />
        </div>
        <Field
          label={l10n.t('Body template')}
          hint={l10n.t(
            'In the file, {0}, {1} and {2} are replaced in each message.',
            '{{n}}',
            '{{uuid}}',
            '{{now}}',
          )}
        >
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
        </Field>
        <LoadRow
          store={store}
          name="groups"
          label={l10n.t('Message groups')}
          placeholder={isFifo ? '1' : l10n.t('none')}
          hint={l10n.t('Number of groups, used round-robin.')}
        />
        <LoadRow
          store={store}
          name="attributes"
          label={l10n.t('Attributes')}
          placeholder="tenant=a,kind=order"
        />
      </div>
    </section>
  );
}

interface LoadRowProps {
  readonly store: LoadStore;
  readonly name: keyof LoadDraft;
  readonly label: string;
  readonly placeholder?: string;
  readonly hint?: string;
  /** It has no say now. */
  readonly isOff?: boolean;
}

function LoadRow({ store, name, label, placeholder = '', hint, isOff = false }: LoadRowProps) {
  return (
    <TextRow
      label={label}
      problem={store.problems.value[name]}
      hint={hint}
      placeholder={isOff ? l10n.t('from the template') : placeholder}
      value={isOff ? '' : store.shown.value[name]}
      disabled={isOff || store.isRunning.value}
      onInput={(value) => store.change({ [name]: value })}
    />
  );
}
