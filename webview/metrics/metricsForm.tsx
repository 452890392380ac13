import * as l10n from '@vscode/l10n';
import { useId, useState } from 'preact/hooks';
import { METRIC_ROWS, METRIC_STATISTICS, type MetricRow } from '../../broker/protocol/metricTable.ts';
import { BreakableName } from '../shared/chart/breakableName.tsx';
import { formatCount } from '../shared/byteFormat.ts';
import { Icon, TextField } from '../shared/controls.tsx';
import { ChartSelect } from '../shared/chart/chartSelect.tsx';
import { sayRange } from '../shared/timeRanges.ts';
import { formatSeconds } from '../shared/wholeSeconds.ts';
import { queueNameOf } from '../shared/queueName.ts';
import { findHindrance, hasMetric, listPeriods, MAXIMUM_LINES, RANGES_SECONDS } from './metricsChoice.ts';
import type { MetricsStore } from './metricsStore.ts';
import { GROUP_TITLES } from './metricTexts.ts';

/** With fewer queues, a filter is in the way. */
const FILTERED_QUEUES = 8;
/** Says why no metric can be added. */
const FULL_ID = 'full';

/** What the chart shows: queues, metrics, statistic, period and time. */
export function MetricsForm({ store }: { readonly store: MetricsStore }) {
  const { statistic, periodSeconds, rangeSeconds } = store.choice.value;
  /** Where the panel is narrow: the chart comes first. */
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section class="metrics-form" aria-label={l10n.t('What the chart shows')}>
      <div class="metrics-selects">
        <ChartSelect
          label={l10n.t('Time range')}
          value={String(rangeSeconds)}
          options={RANGES_SECONDS.map((seconds) => ({ value: String(seconds), label: sayRange(seconds) }))}
          onChange={(value) => store.change({ rangeSeconds: Number(value) })}
        />
        <ChartSelect
          label={l10n.t('Period')}
          value={String(periodSeconds)}
          options={listPeriods(rangeSeconds).map((seconds) => ({
            value: String(seconds),
            label: formatSeconds(seconds),
          }))}
          onChange={(value) => store.change({ periodSeconds: Number(value) })}
        />
        <ChartSelect
          label={l10n.t('Statistic')}
          value={statistic}
          options={[
            {
              value: 'usual',
              label: l10n.t('By metric'),
              description: l10n.t('The maximum of counts and ages, the sum of events, the average of sizes.'),
            },
            ...METRIC_STATISTICS.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(value) => {
            const chosen = METRIC_STATISTICS.find((name) => name === value);
            store.change({ statistic: chosen ?? 'usual' });
          }}
        />
      </div>
      <button
        type="button"
        class="link choices-toggle"
        aria-expanded={isOpen}
        aria-controls="choices"
        onClick={() => setIsOpen(!isOpen)}
      >
        {isOpen ? l10n.t('Hide Queues and Metrics') : l10n.t('Choose Queues and Metrics')}
      </button>
      <div id="choices" class={isOpen ? 'choices open' : 'choices'}>
        <QueueBoxes store={store} />
        <MetricBoxes store={store} />
      </div>
    </section>
  );
}

function QueueBoxes({ store }: { readonly store: MetricsStore }) {
  const [filter, setFilter] = useState('');
  const { queueArns } = store.choice.value;
  const known = store.queues.value.map(({ arn }) => arn);
  // The metrics of a deleted queue stay.
  const all = [...known, ...queueArns.filter((arn) => !known.includes(arn))];
  const wanted = filter.trim().toLowerCase();
  const listed = all.filter(
    (arn) => queueArns.includes(arn) || queueNameOf(arn).toLowerCase().includes(wanted),
  );
  return (
    <fieldset class="boxes">
      <legend>{l10n.t('Queues')}</legend>
      {all.length > FILTERED_QUEUES && (
        <TextField
          label={l10n.t('Filter queues')}
          placeholder={l10n.t('Filter queues')}
          value={filter}
          onInput={setFilter}
        />
      )}
      <div class="box-list">
        {listed.map((arn) => (
          <Box
            key={arn}
            label={queueNameOf(arn)}
            note={known.includes(arn) ? undefined : l10n.t('deleted')}
            isChecked={queueArns.includes(arn)}
            onToggle={() => store.toggleQueue(arn)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function MetricBoxes({ store }: { readonly store: MetricsStore }) {
  const choice = store.choice.value;
  const offered = METRIC_ROWS.filter(
    (row) => choice.metricNames.includes(row.name) || choice.queueArns.some((arn) => hasMetric(arn, row)),
  );
  const groups = Object.keys(GROUP_TITLES) as MetricRow['group'][];
  const hindranceOf = (row: MetricRow) =>
    choice.metricNames.includes(row.name) ? undefined : findHindrance(choice, row);
  const isFull = offered.some((row) => hindranceOf(row) === 'lines');
  return (
    <>
      {isFull && (
        <p id={FULL_ID} class="hint">
          <Icon name="info" />{' '}
          {l10n.t(
            'The chart can have at most {0} lines. Choose fewer queues or metrics to add others.',
            formatCount(MAXIMUM_LINES),
          )}
        </p>
      )}
      {groups.map((group) => (
        <fieldset key={group} class="boxes">
          <legend>{GROUP_TITLES[group]}</legend>
          {offered
            .filter((row) => row.group === group)
            .map((row) => {
              const isChecked = choice.metricNames.includes(row.name);
              const hindrance = hindranceOf(row);
              return (
                <Box
                  key={row.name}
                  label={row.name}
                  note={hindrance === 'units' ? l10n.t('the chart has only two axes') : undefined}
                  isChecked={isChecked}
                  isDisabled={hindrance !== undefined}
                  {...(hindrance === 'lines' ? { describedBy: FULL_ID } : {})}
                  onToggle={() => store.toggleMetric(row.name)}
                />
              );
            })}
        </fieldset>
      ))}
    </>
  );
}

interface BoxProps {
  readonly label: string;
  readonly note: string | undefined;
  readonly isChecked: boolean;
  readonly isDisabled?: boolean;
  /** The id of a text elsewhere; absent: the note, if there is one. */
  readonly describedBy?: string;
  readonly onToggle: () => void;
}

function Box({ label, note, isChecked, isDisabled = false, describedBy, onToggle }: BoxProps) {
  const id = useId();
  const description = describedBy ?? (note === undefined ? undefined : id);
  return (
    <label class={isDisabled ? 'box off' : 'box'}>
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isDisabled}
        {...(description === undefined ? {} : { 'aria-describedby': description })}
        onChange={onToggle}
      />
      <span class="box-label">
        <BreakableName name={label} />
        {note !== undefined && (
          <span id={id} class="hint">
            {' '}
            {note}
          </span>
        )}
      </span>
    </label>
  );
}
