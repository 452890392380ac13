import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import type { TraceEventKind } from '../../../broker/protocol/trace.ts';
import { Icon } from '../../shared/controls.tsx';
import { EVENT_KIND_LIST, EVENT_KINDS } from '../../shared/life/eventKinds.ts';
import { findKindGroup, KIND_GROUPS } from './kindGroups.ts';
import type { TraceStore } from '../traceStore.ts';

/** Space between the button and what it opens. */
const GAP_PX = 2;
/** As in the style sheet. */
const POPUP_WIDTH_PX = 520;

/** Which kinds of events are shown: whole groups by a click, single kinds by their boxes. */
export function KindFilter({ store }: { readonly store: TraceStore }) {
  const { kinds } = store.filter.value;
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
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
        ref={button}
        class="kind-button filter-select"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={l10n.t('Events: {0}', label)}
        title={l10n.t('Which events are shown')}
        onClick={() => {
          placeBelow(popup.current, button.current);
          popup.current?.togglePopover();
        }}
      >
        <span class="kind-button-label">{label}</span>
        <Icon name="chevron-down" />
      </button>
      <div
        ref={popup}
        popover="auto"
        class="kind-popup"
        role="dialog"
        aria-label={l10n.t('Which events are shown')}
        onToggle={(event) => setIsOpen(event.newState === 'open')}
      >
        <div class="kind-groups" role="group" aria-label={l10n.t('Groups of events')}>
          {KIND_GROUPS.map(({ id, label: name, description, kinds: groupKinds }) => (
            <button
              type="button"
              key={id}
              class="kind-group"
              aria-pressed={id === group?.id}
              title={description}
              onClick={() => choose(groupKinds)}
            >
              {name}
            </button>
          ))}
        </div>
        <div class="kind-boxes" role="group" aria-label={l10n.t('Single events')}>
          {EVENT_KIND_LIST.map((kind) => (
            <label key={kind} class={`kind-box tone-${EVENT_KINDS[kind].tone}`}>
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

/** Under the button, and within the window: a popover is on top of everything and takes no space. */
function placeBelow(popup: HTMLElement | null, button: HTMLElement | null): void {
  if (popup === null || button === null) return;
  const { left, bottom } = button.getBoundingClientRect();
  const room = window.innerHeight - bottom - GAP_PX - 4;
  popup.style.left = `${Math.max(4, Math.min(left, window.innerWidth - POPUP_WIDTH_PX - 4))}px`;
  popup.style.top = `${bottom + GAP_PX}px`;
  popup.style.maxHeight = `${Math.max(120, room)}px`;
}
