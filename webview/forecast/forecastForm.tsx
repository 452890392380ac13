import * as l10n from '@vscode/l10n';
import { MistakesLink } from '../shared/mistakesLink.tsx';
import { formatCount } from '../shared/byteFormat.ts';
import { sayRange } from '../shared/timeRanges.ts';
import { formatSeconds } from '../shared/wholeSeconds.ts';
import { Field, TextRow } from '../shared/field.tsx';
import { Select } from '../shared/select.tsx';
import { QueueField } from '../shared/queueField.tsx';
import type { ForecastNumber } from './forecastRules.ts';
import { formatNumber, formatWait } from './forecastText.ts';
import type { ForecastStore } from './forecastStore.ts';

const WINDOWS = [
  ...[60, 300, 900, 3_600].map((seconds) => ({ value: String(seconds), label: sayRange(seconds) })),
  { value: 'all', label: l10n.t('All that the trace has') },
];

/** The queue, what of its past counts, and what would be different. */
export function ForecastForm({ store }: { readonly store: ForecastStore }) {
  const measured = store.report.value?.measured;
  const tell = (value: number | undefined, write = formatNumber): string =>
    value === undefined ? l10n.t('as measured') : l10n.t('{0}, as measured', write(value));
  return (
    <section class="forecast-form" aria-label={l10n.t('What would be different')}>
      <div class="fields">
        <QueueField store={store} chosen={store.draft.value.queueArn} />
        <Field label={l10n.t('Measured in')}>
          <Select
            label={l10n.t('Measured in')}
            value={store.draft.value.window}
            options={WINDOWS}
            onChange={(window) => store.change({ window })}
          />
        </Field>
        <NumberRow
          store={store}
          name="consumers"
          label={l10n.t('Consumers')}
          placeholder={tell(measured?.consumers)}
        />
        <NumberRow
          store={store}
          name="arrivals"
          label={l10n.t('Messages per second')}
          placeholder={tell(measured?.arrivalsPerSecond.value)}
        />
        <NumberRow
          store={store}
          name="handlingTime"
          label={l10n.t('Handling time')}
          placeholder={tell(measured?.handlingMs.value, formatWait)}
        />
        <NumberRow
          store={store}
          name="targetWait"
          label={l10n.t('Target wait')}
          placeholder={formatSeconds(1)}
          hint={l10n.t('95% of messages wait less')}
        />
        <NumberRow
          store={store}
          name="drain"
          label={l10n.t('Backlog')}
          placeholder={formatCount(1000)}
          hint={l10n.t('Waiting messages to receive')}
        />
      </div>
      <div class="form-bar">
        <vscode-button secondary onClick={store.reset}>
          {l10n.t('Reset to Measured')}
        </vscode-button>
        <MistakesLink count={store.mistakeCount.value} />
      </div>
    </section>
  );
}

interface NumberRowProps {
  readonly store: ForecastStore;
  readonly name: ForecastNumber;
  readonly label: string;
  readonly placeholder: string;
  readonly hint?: string;
}

function NumberRow({ store, name, label, placeholder, hint }: NumberRowProps) {
  return (
    <TextRow
      label={label}
      problem={store.problems.value[name]}
      hint={hint}
      placeholder={placeholder}
      value={store.draft.value[name]}
      onInput={(value) => store.change({ [name]: value })}
    />
  );
}
