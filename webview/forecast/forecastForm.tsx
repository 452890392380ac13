import * as l10n from '@vscode/l10n';
import { MistakesLink } from '../shared/mistakesLink.tsx';
import { Select, TextField } from '../shared/controls.tsx';
import { addressOf } from '../shared/queueAddress.ts';
import { queueNameOf } from '../shared/queueName.ts';
import type { ForecastNumber } from './forecastRules.ts';
import { formatNumber } from './forecastText.ts';
import type { ForecastStore } from './forecastStore.ts';

const WINDOWS = [
  { value: '60', label: l10n.t('Last minute') },
  { value: '300', label: l10n.t('Last 5 minutes') },
  { value: '900', label: l10n.t('Last 15 minutes') },
  { value: '3600', label: l10n.t('Last hour') },
  { value: 'all', label: l10n.t('All that the trace has') },
];

/** The queue, what of its past counts, and what would be different. */
export function ForecastForm({ store }: { readonly store: ForecastStore }) {
  const measured = store.report.value?.measured;
  const tell = (value: number | undefined): string =>
    value === undefined ? l10n.t('as measured') : l10n.t('{0}, as measured', formatNumber(value));
  return (
    <section class="form" aria-label={l10n.t('What would be different')}>
      <QueueField store={store} />
      <div class="field">
        <span class="field-label" aria-hidden="true">
          {l10n.t('Measured in')}
        </span>
        <Select
          label={l10n.t('Measured in')}
          value={store.draft.value.window}
          options={WINDOWS}
          onChange={(window) => store.change({ window })}
        />
      </div>
      <Field
        store={store}
        name="consumers"
        label={l10n.t('Consumers')}
        placeholder={tell(measured?.consumers)}
      />
      <Field
        store={store}
        name="arrivals"
        label={l10n.t('Messages per second')}
        placeholder={tell(measured?.arrivalsPerSecond.value)}
      />
      <Field
        store={store}
        name="handling"
        label={l10n.t('Handling time in ms')}
        placeholder={tell(measured?.handlingMs.value)}
      />
      <Field store={store} name="target" label={l10n.t('Target p95 wait in ms')} placeholder="1000" />
      <Field store={store} name="drain" label={l10n.t('Waiting messages to receive')} placeholder="1000" />
      <div class="form-bar">
        <vscode-button secondary onClick={store.reset}>
          {l10n.t('As Measured')}
        </vscode-button>
        <MistakesLink count={store.mistakeCount.value} />
      </div>
    </section>
  );
}

function QueueField({ store }: { readonly store: ForecastStore }) {
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
        <p class="field-problem" role="alert">
          {l10n.t('This queue no longer exists. Choose another one.')}
        </p>
      )}
    </div>
  );
}

interface FieldProps {
  readonly store: ForecastStore;
  readonly name: ForecastNumber;
  readonly label: string;
  readonly placeholder: string;
}

function Field({ store, name, label, placeholder }: FieldProps) {
  const problem = store.problems.value[name];
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        {label}
      </span>
      <TextField
        label={label}
        placeholder={placeholder}
        value={store.draft.value[name]}
        invalid={problem !== undefined}
        describedBy={problem}
        onInput={(value) => store.change({ [name]: value })}
      />
      {problem !== undefined && <p class="field-problem">{problem}</p>}
    </div>
  );
}
