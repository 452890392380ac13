import type { LoadDraft } from '../protocol.ts';
import { IconButton, Select, TextField } from '../shared/controls.tsx';
import { queueNameOf } from '../shared/queueName.ts';
import type { LoadStore } from './loadStore.ts';

const SHAPES = [
  { value: 'steady', label: 'Steady', description: 'The same rate during the whole test.' },
  { value: 'ramp', label: 'Ramp', description: 'Rises evenly to the rate.' },
  {
    value: 'bursts',
    label: 'Bursts',
    description: 'Sends 5 seconds’ worth of messages at once, every 5 seconds.',
  },
];

/** What to send, how fast, and for how long. */
export function LoadForm({ store }: { readonly store: LoadStore }) {
  const isFifo = store.queue.value?.kind === 'fifo';
  const hasTemplate = store.shown.value.template !== '';
  return (
    <section class="form" aria-label="What to send">
      <div class="fields">
        <QueueField store={store} />
        <div class="pair">
          <Field store={store} name="rate" label="Rate per second" hint="0: as fast as possible" />
          <Field store={store} name="duration" label="Duration in seconds" />
        </div>
        <div class="field">
          <span class="field-label" aria-hidden="true">
            Load profile
          </span>
          <Select
            label="Load profile"
            value={store.shown.value.shape}
            options={SHAPES}
            disabled={store.isRunning.value}
            onChange={(shape) => store.change({ shape })}
          />
        </div>
        <div class="pair">
          <Field store={store} name="size" label="Body size in bytes" isOff={hasTemplate} />
          <Field store={store} name="connections" label="Connections" />
        </div>
        <div class="field">
          <span class="field-label" aria-hidden="true">
            Body template
          </span>
          <div class="template-row">
            <TextField
              label="Body template"
              placeholder="none"
              value={store.shown.value.template}
              disabled={store.isRunning.value}
              onInput={(template) => store.change({ template })}
            />
            <IconButton
              icon="folder-opened"
              label="Choose a template file"
              disabled={store.isRunning.value}
              onClick={store.pickTemplate}
            />
          </div>
          <p class="hint">
            In the file, {'{{n}}'}, {'{{uuid}}'} and {'{{now}}'} are replaced in each message.
          </p>
        </div>
        <Field
          store={store}
          name="groups"
          label="Message groups"
          placeholder={isFifo ? '1' : 'none'}
          hint="How many; messages take turns."
        />
        <Field store={store} name="attributes" label="Attributes" placeholder="tenant=a,kind=order" />
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
    description: kind === 'fifo' ? 'FIFO queue' : 'Standard queue',
  }));
  if (chosen !== '' && !options.some(({ value }) => value === chosen)) {
    options.unshift({ value: chosen, label: queueNameOf(chosen), description: isGone ? 'deleted' : '' });
  }
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        Queue
      </span>
      <Select
        label="Queue"
        value={chosen}
        options={options}
        disabled={store.isRunning.value}
        invalid={isGone}
        onChange={store.selectQueue}
      />
      {isGone && (
        <p class="field-problem" role="alert">
          This queue no longer exists. Choose another one.
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
        placeholder={isOff ? 'from the template' : placeholder}
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
