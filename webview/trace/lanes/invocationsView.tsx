import * as l10n from '@vscode/l10n';
import { Icon } from '../../shared/controls.tsx';
import { EVENT_KINDS } from '../../shared/life/eventKinds.ts';
import type { TraceStore } from '../traceStore.ts';
import { describeEnvironment, describeInvocationAt, summarizeEnvironment } from './describeInvocation.ts';
import { findInvocation, type ShownEnvironment } from './environmentList.ts';
import { INVOCATION_LANE_PX, paintInvocations } from './invocationPainter.ts';
import { LaneBar } from './laneBar.tsx';
import { ConsumerSwatch } from './laneLegend.tsx';
import { type LaneSource, LaneView } from './laneView.tsx';

const SIGNS = ['invocationFailed', 'errorLogged'] as const;

/** The Messages tab by environments of functions: each batch is one bar, with its messages inside. */
export function InvocationsView({ store }: { readonly store: TraceStore }) {
  const environments = store.environments.update(store.filter.value);
  // Drawn again with every event.
  const revision = store.revision.value;
  return (
    <div class="lanes-tab" data-revision={revision < 0 ? '' : undefined}>
      <LaneView
        store={store}
        class="message-lanes group-lanes"
        label={l10n.t('Invocations over time')}
        head={l10n.t('Environment')}
        source={makeSource(store, environments)}
      />
      <LaneBar store={store} hasModes>
        <Legend store={store} environments={environments} />
      </LaneBar>
    </div>
  );
}

function makeSource(store: TraceStore, environments: readonly ShownEnvironment[]): LaneSource {
  const openTrack = store.log.invocations.get(store.opened.value?.invocation);
  const lookUp = (consumerId: string) => {
    const lane = store.consumerLanes.get(consumerId);
    return { index: lane?.index ?? 0, name: lane?.info.name ?? consumerId };
  };
  return {
    count: environments.length,
    rowHeightPx: INVOCATION_LANE_PX,
    isNewestLast: true,
    openRow: environments.findIndex(({ lane }) => lane === openTrack?.lane),
    key: (row) => environments[row]?.lane.consumerId ?? String(row),
    rowOfKey: (key) => environments.findIndex(({ lane }) => lane.consumerId === key),
    describe: (row) => {
      const environment = environments[row];
      return environment === undefined ? '' : describeEnvironment(environment, store.readPresent());
    },
    renderLabel: (row) => {
      const environment = environments[row];
      return environment && <Label environment={environment} />;
    },
    paint: (plot, row, top) => {
      const environment = environments[row];
      if (environment !== undefined) paintInvocations(plot, environment, top, lookUp);
    },
    tip: (row, moment, reachMs) => {
      const track = findInvocation(environments[row], moment, reachMs, store.readPresent());
      return track && describeInvocationAt(track, store.readPresent(), store.tellTime);
    },
    open: (row, moment, reachMs) => {
      const track =
        moment === undefined
          ? environments[row]?.invocations.at(-1)
          : findInvocation(environments[row], moment, reachMs, store.readPresent());
      if (track !== undefined) store.open(track.position);
    },
  };
}

function Label({ environment }: { readonly environment: ShownEnvironment }) {
  return (
    <>
      <span class="lane-group">{environment.lane.name}</span>
      <span class="lane-preview dim">{summarizeEnvironment(environment)}</span>
    </>
  );
}

interface LegendProps {
  readonly store: TraceStore;
  readonly environments: readonly ShownEnvironment[];
}

function Legend({ store, environments }: LegendProps) {
  const index = store.consumerLanes.get(environments[0]?.lane.consumerId ?? '')?.index ?? 0;
  return (
    <div class="legend" role="note" aria-label={l10n.t('Legend')} tabIndex={0}>
      <span class="legend-entry">
        <ConsumerSwatch index={index} isHeld /> {l10n.t('Cold start')}
      </span>
      <span class="legend-entry">
        <ConsumerSwatch index={index} /> {l10n.t('Invocation')}
      </span>
      <span class="legend-entry">
        <span class="legend-cell deleted" /> {l10n.t('Message deleted')}
      </span>
      <span class="legend-entry">
        <span class="legend-sign error">✕</span> {l10n.t('Message failed')}
      </span>
      <span class="legend-entry">
        <span class="legend-sign expired">╲</span> {l10n.t('Its failure was ignored')}
      </span>
      <span class="legend-entry">
        <span class="legend-cell" /> {l10n.t('In flight')}
      </span>
      {SIGNS.map((kind) => (
        <span class={`legend-entry tone-${EVENT_KINDS[kind].tone}`} key={kind}>
          <Icon name={EVENT_KINDS[kind].icon} /> {EVENT_KINDS[kind].label}
        </span>
      ))}
    </div>
  );
}
