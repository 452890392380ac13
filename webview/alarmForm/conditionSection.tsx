import * as l10n from '@vscode/l10n';
import { METRIC_ROWS, METRIC_STATISTICS } from '../../broker/protocol/metricTable.ts';
import { formatDuration } from '../shared/timeFormat.ts';
import type { AlarmStore } from './alarmStore.ts';
import { ChoiceRow, TextRow } from './field.tsx';

const PERIODS_SECONDS = [10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600] as const;

/** When the alarm goes off, in fields and in words. */
export function ConditionSection({ store }: { readonly store: AlarmStore }) {
  const kind = store.queueKind.value;
  const metrics = METRIC_ROWS.filter(
    ({ of }) => of === undefined || kind === undefined || (of === 'fifo') === (kind === 'fifo'),
  );
  return (
    <>
      <Sentence store={store} />
      <section class="fields" aria-label={l10n.t('When it goes off')}>
        <ChoiceRow
          store={store}
          name="metricName"
          label={l10n.t('Metric')}
          options={metrics.map(({ name }) => ({ value: name, label: name }))}
          onChange={store.changeMetric}
        />
        <ChoiceRow
          store={store}
          name="statistic"
          label={l10n.t('Statistic')}
          options={METRIC_STATISTICS.map((name) => ({ value: name, label: name }))}
        />
        <ChoiceRow
          store={store}
          name="comparison"
          label={l10n.t('Goes off if it is')}
          options={[
            { value: 'GreaterThanThreshold', label: l10n.t('more than the threshold') },
            { value: 'GreaterThanOrEqualToThreshold', label: l10n.t('the threshold or more') },
            { value: 'LessThanThreshold', label: l10n.t('less than the threshold') },
            { value: 'LessThanOrEqualToThreshold', label: l10n.t('the threshold or less') },
          ]}
        />
        <TextRow store={store} name="threshold" label={l10n.t('Threshold')} hint={describeUnit(store)} />
        <ChoiceRow
          store={store}
          name="periodSeconds"
          label={l10n.t('Period')}
          hint={l10n.t('Of one data point, on the broker’s clock')}
          options={PERIODS_SECONDS.map((seconds) => ({
            value: String(seconds),
            label: formatDuration(seconds * 1_000),
          }))}
        />
        <TextRow
          store={store}
          name="evaluationPeriods"
          label={l10n.t('Periods')}
          hint={l10n.t('How many periods the alarm looks at')}
        />
        <TextRow
          store={store}
          name="datapointsToAlarm"
          label={l10n.t('Periods that are enough')}
          hint={l10n.t('Empty: all of them')}
        />
        <ChoiceRow
          store={store}
          name="missingData"
          label={l10n.t('Missing data points')}
          options={[
            { value: 'missing', label: l10n.t('are missing: insufficient data') },
            { value: 'ignore', label: l10n.t('leave the state as it is') },
            { value: 'breaching', label: l10n.t('count as beyond the threshold') },
            { value: 'notBreaching', label: l10n.t('count as within the threshold') },
          ]}
        />
      </section>
    </>
  );
}

/** What the fields say, as a sentence. */
function Sentence({ store }: { readonly store: AlarmStore }) {
  const said = store.sentence.value;
  return (
    <p class="sentence" role="status">
      <span class="codicon codicon-bell" aria-hidden="true" />{' '}
      {said === undefined ? (
        <span class="dim">{l10n.t('Correct the fields to see when the alarm goes off.')}</span>
      ) : (
        <>
          {l10n.t('Goes off: {0}.', said.condition)}
          {said.enough !== undefined && <span class="dim"> {said.enough}</span>}
        </>
      )}
    </p>
  );
}

function describeUnit({ draft }: AlarmStore): string {
  const row = METRIC_ROWS.find(({ name }) => name === draft.value?.metricName);
  switch (row?.unit) {
    case 'Seconds':
      return l10n.t('In seconds');
    case 'Bytes':
      return l10n.t('In bytes');
    default:
      return l10n.t('A number');
  }
}
