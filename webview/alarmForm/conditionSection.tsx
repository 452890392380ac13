import * as l10n from '@vscode/l10n';
import { METRIC_ROWS, METRIC_STATISTICS } from '../../broker/protocol/metricTable.ts';
import { sayMetric, unitOf } from '../../broker/protocol/metricWords.ts';
import { Icon } from '../shared/controls.tsx';
import { formatSeconds } from '../shared/wholeSeconds.ts';
import type { AlarmStore } from './alarmStore.ts';
import { ChoiceRow, AlarmTextRow } from './field.tsx';

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
      <section class="fields" aria-label={l10n.t('Condition')}>
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
          label={l10n.t('Condition')}
          options={[
            { value: 'GreaterThanThreshold', label: l10n.t('Greater than the threshold') },
            {
              value: 'GreaterThanOrEqualToThreshold',
              label: l10n.t('Greater than or equal to the threshold'),
            },
            { value: 'LessThanThreshold', label: l10n.t('Lower than the threshold') },
            { value: 'LessThanOrEqualToThreshold', label: l10n.t('Lower than or equal to the threshold') },
          ]}
        />
        <AlarmTextRow store={store} name="threshold" label={l10n.t('Threshold')} hint={describeUnit(store)} />
        <ChoiceRow
          store={store}
          name="periodSeconds"
          label={l10n.t('Period')}
          options={PERIODS_SECONDS.map((seconds) => ({
            value: String(seconds),
            label: formatSeconds(seconds),
          }))}
          write={(seconds) => formatSeconds(Number(seconds))}
        />
        <AlarmTextRow
          store={store}
          name="evaluationPeriods"
          label={l10n.t('Evaluation periods')}
          hint={l10n.t('How many of the last periods the alarm looks at')}
        />
        <AlarmTextRow
          store={store}
          name="datapointsToAlarm"
          label={l10n.t('Datapoints to alarm')}
          hint={l10n.t('How many of them have to breach the threshold; empty: all')}
        />
        <ChoiceRow
          store={store}
          name="missingData"
          label={l10n.t('Missing data treatment')}
          options={[
            { value: 'missing', label: l10n.t('Treat missing data as missing') },
            { value: 'ignore', label: l10n.t('Treat missing data as ignore (keep the state)') },
            { value: 'breaching', label: l10n.t('Treat missing data as bad (breaching threshold)') },
            { value: 'notBreaching', label: l10n.t('Treat missing data as good (not breaching threshold)') },
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
      <Icon name="bell" />{' '}
      {said === undefined ? (
        <span class="dim">{l10n.t('Correct the fields to see when it is in alarm.')}</span>
      ) : (
        l10n.t('In alarm if {0}.', said)
      )}
    </p>
  );
}

function describeUnit({ draft }: AlarmStore): string {
  const { metricName = '', statistic = '' } = draft.value ?? {};
  switch (unitOf(metricName, statistic)) {
    case 'Seconds':
      return l10n.t('In seconds');
    case 'Bytes':
      return l10n.t('In bytes');
    default:
      return statistic === 'SampleCount'
        ? l10n.t('Number of samples')
        : l10n.t('Number of {0}', sayMetric(metricName));
  }
}
