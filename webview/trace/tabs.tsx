import { useRef } from 'preact/hooks';
import { formatCount } from '../shared/byteFormat.ts';
import type { TraceStore } from './traceStore.ts';
import { TRACE_TABS, type TraceTab } from './viewState.ts';

const LABELS: Readonly<Record<TraceTab, string>> = {
  events: 'Events',
  messages: 'Messages',
  consumers: 'Consumers',
  charts: 'Charts',
  findings: 'Findings',
};

/** The id of the panel that a tab belongs to. */
export const TAB_PANEL_ID = 'trace-tab-panel';

export function nameTab(tab: TraceTab): string {
  return `trace-tab-${tab}`;
}

/** The tabs: one in the tab order, the others by the arrow keys. */
export function Tabs({ store }: { readonly store: TraceStore }) {
  const list = useRef<HTMLDivElement>(null);
  const chosen = store.tab.value;
  const select = (tab: TraceTab): void => {
    store.setTab(tab);
    list.current?.querySelector<HTMLElement>(`#${nameTab(tab)}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = TRACE_TABS.indexOf(chosen);
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: (index + TRACE_TABS.length - 1) % TRACE_TABS.length,
      ArrowRight: (index + 1) % TRACE_TABS.length,
      Home: 0,
      End: TRACE_TABS.length - 1,
    };
    const target = TRACE_TABS[targets[event.key] ?? -1];
    if (target === undefined) return;
    event.preventDefault();
    select(target);
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views of the trace" ref={list} onKeyDown={onKeyDown}>
      {TRACE_TABS.map((tab) => (
        <button
          key={tab}
          id={nameTab(tab)}
          type="button"
          role="tab"
          class="tab"
          aria-selected={tab === chosen}
          aria-controls={TAB_PANEL_ID}
          tabIndex={tab === chosen ? 0 : -1}
          onClick={() => select(tab)}
        >
          {LABELS[tab]}
          {tab === 'findings' && <FindingCount store={store} />}
        </button>
      ))}
    </div>
  );
}

function FindingCount({ store }: { readonly store: TraceStore }) {
  const count = store.findings.value.length;
  if (count === 0 || store.saved.value !== undefined) return null;
  return <span class="tab-badge">{formatCount(count)}</span>;
}
