import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatCount } from '../shared/byteFormat.ts';
import type { TraceStore } from './traceStore.ts';
import { TRACE_TABS, type TraceTab } from './viewState.ts';

const LABELS: Readonly<Record<TraceTab, string>> = {
  events: l10n.t('Events'),
  messages: l10n.t('Messages'),
  consumers: l10n.t('Consumers'),
  charts: l10n.t('Charts'),
  findings: l10n.t('Findings'),
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
  // Also at the start, and in a panel that has become narrower.
  useLayoutEffect(() => showChosen(list.current, chosen), [chosen]);
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const resized = new ResizeObserver(() => {
      showChosen(element, store.tab.peek());
      markEnds(element);
    });
    // A tab grows with the number of findings.
    for (const watched of [element, ...element.children]) resized.observe(watched);
    return () => resized.disconnect();
  }, [store]);
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
    <div
      class="tabs"
      role="tablist"
      aria-label={l10n.t('Views of the trace')}
      ref={list}
      onKeyDown={onKeyDown}
      onScroll={(event) => markEnds(event.currentTarget)}
    >
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

function showChosen(list: HTMLElement | null, tab: TraceTab): void {
  list?.querySelector(`#${nameTab(tab)}`)?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

/** Shows on which sides more tabs are to be scrolled to: there is no scroll bar to tell. */
function markEnds(list: HTMLElement): void {
  const { scrollLeft, scrollWidth, clientWidth } = list;
  list.classList.toggle('more-before', scrollLeft > 1);
  list.classList.toggle('more-after', scrollLeft + clientWidth < scrollWidth - 1);
}

function FindingCount({ store }: { readonly store: TraceStore }) {
  const count = store.findings.value.length;
  if (count === 0 || store.saved.value !== undefined) return null;
  return <span class="tab-badge">{formatCount(count)}</span>;
}
