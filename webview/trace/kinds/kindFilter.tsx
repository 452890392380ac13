import * as l10n from '@vscode/l10n';
import type { TraceEventKind } from '../../../broker/protocol/trace.ts';
import { Icon } from '../../shared/controls.tsx';
import { usePopup } from '../../shared/popup.ts';
import { EVENT_KIND_LIST, EVENT_KINDS } from '../../shared/life/eventKinds.ts';
import { findKindGroup, KIND_GROUPS } from './kindGroups.ts';
import type { TraceStore } from '../traceStore.ts';

/** Which kinds of events are shown: whole groups by a click, single kinds by their boxes. */
export function KindFilter({ store }: { readonly store: TraceStore }) {
  const { kinds } = store.filter.value;
  const popup = usePopup();
  const group = KIND_GROUPS.find(({ id }) => id === findKindGroup(kinds));
  const label = group?.label ?? describeKinds(kinds ?? []);
  const choose = (next: readonly TraceEventKind[] | undefined): void => {
    const isAll = next === undefined || next.length === EVENT_KIND_LIST.length;
    store.changeFilter({ kinds: isAll ? undefined : next });
  };
  const toggle = (kind: TraceEventKind): void => {
    const shown = new Set(kinds ?? EVENT_KIND_LIST);
    if (!shown.delete(kind)) shown.add(kind);
    choose(EVENT_KIND_LIST.filter((each) => shown.has(each)));
  };
  return (
    <>
      <button
        type="button"
        class="kind-button filter-select"
        aria-label={l10n.t('Events: {0}', label)}
        title={l10n.t('Which events are shown')}
        {...popup.makeButtonProps()}
      >
        <span class="kind-button-label">{label}</span>
        <Icon name="chevron-down" />
      </button>
      <div {...popup.props} class="popup choice-popup" aria-label={l10n.t('Which events are shown')}>
        <div class="choice-buttons" role="group" aria-label={l10n.t('Groups of events')}>
          {KIND_GROUPS.map(({ id, label: name, description, kinds: groupKinds }) => (
            <button
              type="button"
              key={id}
              class="choice-button"
              aria-pressed={id === group?.id}
              title={description}
              onClick={() => choose(groupKinds)}
            >
              {name}
            </button>
          ))}
        </div>
        <div class="choice-boxes" role="group" aria-label={l10n.t('Single events')}>
          {EVENT_KIND_LIST.map((kind) => (
            <label key={kind} class={`choice-box tone-${EVENT_KINDS[kind].tone}`}>
              <input
                type="checkbox"
                checked={kinds === undefined || kinds.includes(kind)}
                onChange={() => toggle(kind)}
              />
              <Icon name={EVENT_KINDS[kind].icon} />
              {EVENT_KINDS[kind].label}
            </label>
          ))}
        </div>
      </div>
    </>
  );
}

function describeKinds(kinds: readonly TraceEventKind[]): string {
  const [first] = kinds;
  if (first === undefined) return l10n.t('No events');
  return kinds.length === 1 ? EVENT_KINDS[first].label : l10n.t('{0} event types', kinds.length);
}
