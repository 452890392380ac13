import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { IconButton } from '../../shared/controls.tsx';
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
      <Separator store={store} pane={pane} />
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
        <IconButton icon="close" label={l10n.t('Close details')} onClick={store.closeDetails} />
      </header>
      <p class="details-content dim">
        {isGone ? l10n.t('The broker no longer has the events of this message.') : l10n.t('Loading.')}
      </p>
    </>
  );
}

interface SeparatorProps {
  readonly store: TraceStore;
  readonly pane: { readonly current: HTMLElement | null };
}

/** Dragged, or moved with the arrow keys; a double click gives the usual width back. */
function Separator({ store, pane }: SeparatorProps) {
  const isDragging = useRef(false);
  const resize = (widthPx: number): void => {
    const whole = pane.current?.parentElement?.clientWidth ?? 0;
    const largest = Math.max(SMALLEST_PX, whole - SMALLEST_LIST_PX);
    store.setDetailsWidth(Math.round(Math.max(SMALLEST_PX, Math.min(largest, widthPx))));
  };
  const readWidth = (): number => pane.current?.offsetWidth ?? 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') resize(readWidth() + KEY_STEP_PX);
    else if (event.key === 'ArrowRight') resize(readWidth() - KEY_STEP_PX);
    else if (event.key === 'Home') resize(Number.MAX_SAFE_INTEGER);
    else if (event.key === 'End') resize(0);
    else return;
    event.preventDefault();
  };
  return (
    <div
      class="separator"
      role="separator"
      aria-orientation="vertical"
      aria-label={l10n.t('Width of the details')}
      aria-valuenow={store.detailsWidthPx.value ?? 0}
      aria-valuetext={
        store.detailsWidthPx.value === undefined
          ? l10n.t('Default')
          : l10n.t('{0} pixels', store.detailsWidthPx.value)
      }
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDblClick={() => store.setDetailsWidth(undefined)}
      onPointerDown={(event) => {
        isDragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const right = pane.current?.getBoundingClientRect().right ?? 0;
        if (isDragging.current) resize(right - event.clientX);
      }}
      onPointerUp={() => {
        isDragging.current = false;
      }}
      onPointerCancel={() => {
        isDragging.current = false;
      }}
    />
  );
}
