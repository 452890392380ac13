import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { IconButton } from '../../shared/controls.tsx';
import { Separator } from '../../shared/separator.tsx';
import { Details } from './details.tsx';
import { shortenId } from '../lanes/describeTrack.ts';
import type { TraceStore } from '../traceStore.ts';

const SMALLEST_PX = 220;
/** What is left for the list. */
const SMALLEST_LIST_PX = 260;
const KEY_STEP_PX = 24;

/** The details beside the list, or below it where there is no room; the border between them can be moved. */
export function DetailsPane({ store }: { readonly store: TraceStore }) {
  const pane = useRef<HTMLElement>(null);
  const event = store.opened.value;
  const wanted = store.wanted.value;
  if (event === undefined && wanted === undefined) return null;
  const isAboutMessage = event === undefined || event.messageId !== undefined;
  const width = store.detailsWidthPx.value;
  return (
    <>
      <Border store={store} pane={pane} />
      <aside
        ref={pane}
        class="details"
        aria-label={isAboutMessage ? l10n.t('Message timeline') : l10n.t('Event')}
        style={width === undefined ? {} : { '--details-width': `${width}px` }}
        onKeyDown={(key) => key.key === 'Escape' && store.closeDetails()}
      >
        {event === undefined ? <Wanted store={store} /> : <Details store={store} />}
      </aside>
    </>
  );
}

/** A message that the list does not have: the broker is asked, and may not have it either. */
function Wanted({ store }: { readonly store: TraceStore }) {
  const { messageId = '', isGone = false } = store.wanted.value ?? {};
  return (
    <>
      <header class="details-header">
        <span class="mono details-id">{shortenId(messageId)}</span>
        <IconButton icon="close" label={l10n.t('Close Details')} onClick={store.closeDetails} />
      </header>
      <p class="details-content dim">
        {isGone ? l10n.t('The events of this message are no longer kept.') : l10n.t('Loading…')}
      </p>
    </>
  );
}

interface BorderProps {
  readonly store: TraceStore;
  readonly pane: { readonly current: HTMLElement | null };
}

/** A double click gives the usual width back. */
function Border({ store, pane }: BorderProps) {
  const widthPx = store.detailsWidthPx.value;
  const resize = (wantedPx: number): void => {
    const whole = pane.current?.parentElement?.clientWidth ?? 0;
    const largest = Math.max(SMALLEST_PX, whole - SMALLEST_LIST_PX);
    store.setDetailsWidth(Math.round(Math.max(SMALLEST_PX, Math.min(largest, wantedPx))));
  };
  const readWidth = (): number => pane.current?.offsetWidth ?? 0;
  return (
    <Separator
      class="separator"
      label={l10n.t('Width of the details')}
      valuePx={widthPx ?? 0}
      valueText={widthPx === undefined ? l10n.t('Default') : l10n.t('{0} pixels', widthPx)}
      onDrag={(clientX) => resize((pane.current?.getBoundingClientRect().right ?? 0) - clientX)}
      onDoubleClick={() => store.setDetailsWidth(undefined)}
      keys={{
        ArrowLeft: () => resize(readWidth() + KEY_STEP_PX),
        ArrowRight: () => resize(readWidth() - KEY_STEP_PX),
        Home: () => resize(Number.MAX_SAFE_INTEGER),
        End: () => resize(0),
      }}
    />
  );
}
