import * as l10n from '@vscode/l10n';
import { formatCount } from '../shared/byteFormat.ts';
import { Icon, IconButton, TextField } from '../shared/controls.tsx';
import { Select } from '../shared/select.tsx';
import { countEvents } from '../shared/quantities.ts';
import { queueNameOf } from '../shared/queueName.ts';
import { formatTimeNear, TIME_FORMS, type TimeForm, timeForm } from '../shared/timeFormat.ts';
import { isEmptyFilter } from './log/eventFilter.ts';
import { exportEvents, exportListedMessages } from './events/exportEvents.ts';
import { KindFilter } from './kinds/kindFilter.tsx';
import type { TraceStore } from './traceStore.ts';
import type { TraceTab } from './viewState.ts';

const ALL = '';

/** The parts of the filter that a tab obeys: others would only seem to do something. */
const OBEYED: Readonly<
  Record<TraceTab, { readonly events?: true; readonly consumer?: true; readonly axis?: true }>
> = {
  events: { events: true, consumer: true, axis: true },
  messages: { events: true, consumer: true, axis: true },
  consumers: { consumer: true, axis: true },
  charts: {},
  findings: { consumer: true },
};

const TIME_FORM_NAMES: Readonly<Record<TimeForm, string>> = {
  local: l10n.t('local time'),
  utc: 'UTC',
  relative: l10n.t('how long ago'),
};

/** Filters, counts and actions in one row beside the tabs; it wraps when the panel is narrow. */
export function Toolbar({ store }: { readonly store: TraceStore }) {
  const filter = store.filter.value;
  const isPaused = store.isPaused.value;
  const tab = store.tab.value;
  const isFollowing = tab === 'events' ? store.table.isFollowingRows() : store.isFollowing.value;
  const obeys = OBEYED[tab];
  return (
    <div class="toolbar" role="toolbar" aria-label={l10n.t('Trace filters and actions')}>
      {obeys.events === true && (
        <TextField
          class="filter-text"
          label={l10n.t('Filter events')}
          placeholder={l10n.t('Filter events')}
          title={l10n.t('Filter by body, message ID, consumer or error')}
          value={filter.text ?? ''}
          onInput={(text) => store.changeFilter({ text: text === '' ? undefined : text })}
        >
          <Icon slot="content-before" name="filter" />
        </TextField>
      )}
      <Select
        class="filter-select"
        label={l10n.t('Queue')}
        value={filter.queueArn ?? ALL}
        options={listQueueOptions(store)}
        onChange={(value) => store.changeFilter({ queueArn: value === ALL ? undefined : value })}
      />
      {obeys.consumer === true && (
        <Select
          class="filter-select"
          label={l10n.t('Consumer')}
          value={filter.consumerId ?? ALL}
          options={listConsumerOptions(store)}
          onChange={(value) => store.changeFilter({ consumerId: value === ALL ? undefined : value })}
        />
      )}
      {obeys.events === true && <KindFilter store={store} />}
      {obeys.events === true && filter.messageId !== undefined && (
        <Chip
          label={l10n.t('Message {0}', filter.messageId.slice(0, 8))}
          onRemove={() => store.changeFilter({ messageId: undefined })}
        />
      )}
      {obeys.events === true && filter.from !== undefined && filter.to !== undefined && (
        <Chip
          label={describeRange(filter.from, filter.to, store.clock.now())}
          onRemove={() => store.changeFilter({ from: undefined, to: undefined })}
        />
      )}
      <div class="actions">
        <Counts store={store} />
        {!isEmptyFilter(filter) && (
          <IconButton
            class="clear-filter"
            icon="clear-all"
            label={l10n.t('Clear Filter')}
            onClick={() => store.setFilter({})}
          />
        )}
        <TimeFormButton store={store} />
        {obeys.axis === true && (
          <IconButton
            icon="fold-down"
            label={l10n.t('Follow Newest')}
            pressed={isFollowing}
            onClick={() => {
              if (tab === 'events' && !isFollowing) store.table.followNewest();
              else store.isFollowing.value = !isFollowing;
            }}
          />
        )}
        {store.saved.value === undefined && (
          <IconButton
            icon={isPaused ? 'debug-continue' : 'debug-pause'}
            label={isPaused ? l10n.t('Continue') : l10n.t('Pause')}
            pressed={isPaused}
            onClick={store.togglePause}
          />
        )}
        {tab === 'events' && (
          <IconButton
            icon="desktop-download"
            label={l10n.t('Export the Listed Events as CSV')}
            disabled={store.counts.value.shown === 0}
            onClick={() => exportEvents(store)}
          />
        )}
        {tab === 'events' && (
          <IconButton
            icon="export"
            label={l10n.t('Export the Messages of the Listed Events')}
            disabled={store.counts.value.shown === 0}
            onClick={() => exportListedMessages(store)}
          />
        )}
        {tab === 'events' && (
          <IconButton
            icon="graph"
            label={l10n.t('Show Events over Time')}
            pressed={store.showsChart.value && store.counts.value.overview > 0}
            disabled={store.counts.value.overview === 0}
            onClick={store.toggleChart}
          />
        )}
      </div>
    </div>
  );
}

function Counts({ store }: { readonly store: TraceStore }) {
  const { kept, shown, waiting } = store.counts.value;
  const text =
    shown === kept ? countEvents(kept) : l10n.t('{0} of {1}', formatCount(shown), countEvents(kept));
  return (
    <span class="counts">
      {store.isPaused.value ? (
        <span class="paused">{l10n.t('Paused, {0} new', formatCount(waiting))}</span>
      ) : (
        <span class="dim">{text}</span>
      )}
    </span>
  );
}

/** Writes times in the next form. */
function TimeFormButton({ store }: { readonly store: TraceStore }) {
  const form = timeForm.value;
  const next = TIME_FORMS[(TIME_FORMS.indexOf(form) + 1) % TIME_FORMS.length] ?? 'local';
  return (
    <IconButton
      icon="watch"
      label={l10n.t('Times: {0}. Change to {1}', TIME_FORM_NAMES[form], TIME_FORM_NAMES[next])}
      onClick={() => store.setTimeForm(next)}
    />
  );
}

function describeRange(from: number, to: number, now: number): string {
  return `${formatTimeNear(from, now)} – ${formatTimeNear(to, now)}`;
}

function Chip({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) {
  return (
    <span class="chip">
      {label}
      <button
        type="button"
        class="chip-remove"
        aria-label={l10n.t('Remove Filter {0}', label)}
        title={l10n.t('Remove Filter')}
        onClick={onRemove}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}

function listQueueOptions(store: TraceStore) {
  const chosen = store.filter.value.queueArn;
  const isOfBroker = store.source.gatewayName.value === undefined && store.saved.value === undefined;
  const queues = isOfBroker
    ? store.queues.value.map(({ arn, name }) => ({ value: arn, label: name }))
    : [...store.source.seenQueues.value]
        .map((arn) => ({ value: arn, label: queueNameOf(arn) }))
        .toSorted((one, other) => one.label.localeCompare(other.label));
  // A filter by a queue that is gone stays visible as what it is.
  if (chosen !== undefined && !queues.some(({ value }) => value === chosen)) {
    queues.push({ value: chosen, label: queueNameOf(chosen) });
  }
  return [{ value: ALL, label: l10n.t('All queues') }, ...queues];
}

function listConsumerOptions(store: TraceStore) {
  const chosen = store.filter.value.consumerId;
  const consumers = [...store.consumers.value.values()].map(({ id, name }) => ({ value: id, label: name }));
  if (chosen !== undefined && !store.consumers.value.has(chosen))
    consumers.push({ value: chosen, label: chosen });
  return [{ value: ALL, label: l10n.t('All consumers') }, ...consumers];
}
