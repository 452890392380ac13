import * as l10n from '@vscode/l10n';
import type { ServerView } from '../protocol.ts';
import { Notice } from '../shared/brokerNotice.tsx';
import { Icon } from '../shared/controls.tsx';
import '../shared/placeBar.css';
import { Select } from '../shared/select.tsx';
import './sourceBar.css';
import type { TraceStore } from './traceStore.ts';

/** Whose trace it is, if there is more than one, and what a gateway cannot know. */
export function SourceBar({ store }: { readonly store: TraceStore }) {
  const { sources, current } = store.source;
  const source = current.value;
  if (store.saved.value !== undefined || source === undefined || sources.value.length < 2) return null;
  const { id, place } = source;
  const limits = l10n.t(
    'The calls of your programs. What others do, and how many messages queues have, is not known.',
  );
  return (
    <div
      class={`place-bar source-bar ${place === undefined ? 'local' : (place.color ?? place.level)}`}
      role="group"
      aria-label={l10n.t('Trace source')}
    >
      <Icon name={place === undefined ? 'server-process' : 'cloud'} />
      <Select
        class="source-select"
        label={l10n.t('Trace source')}
        value={id}
        options={sources.value.map((each) => ({ value: each.id, label: each.name }))}
        onChange={(sourceId) => store.post({ type: 'chooseSource', sourceId })}
      />
      {place !== undefined && (
        <>
          <span class="place-level">{place.level}</span>
          <span class="dim" title={limits}>
            {limits}
          </span>
        </>
      )}
    </div>
  );
}

interface GatewayNoticeProps {
  /** Of the connection. */
  readonly name: string;
  readonly gateway: ServerView;
  /** The page says elsewhere what to do. */
  readonly isEmpty: boolean;
  readonly onShowLog: () => void;
}

/** A bar that shows why nothing comes; empty while the gateway runs. */
export function GatewayNotice({ name, gateway, isEmpty, onShowLog }: GatewayNoticeProps) {
  switch (gateway.kind) {
    case 'running':
      return null;
    case 'starting':
      return <Notice icon="loading" text={l10n.t('The gateway of “{0}” is starting.', name)} spins />;
    case 'restarting':
      return (
        <Notice
          icon="loading"
          text={l10n.t('The gateway of “{0}” ended unexpectedly and is starting again.', name)}
          spins
          onShowLog={onShowLog}
        />
      );
    case 'stopped':
      if (isEmpty) return null;
      return (
        <Notice
          icon="debug-disconnect"
          text={l10n.t('No gateway is running for “{0}”. Debug a program with this connection.', name)}
        />
      );
    case 'failed':
      return (
        <Notice
          isError
          icon="error"
          text={l10n.t('The gateway of “{0}” could not start. {1}', name, gateway.reason)}
          onShowLog={onShowLog}
        />
      );
  }
}

/** In place of calls that no program has made. */
export function NoCalls({ name }: { readonly name: string }) {
  return (
    <div class="empty-state">
      <p>
        {l10n.t(
          'Debug a program with the connection “{0}”. What it does with the queues appears here.',
          name,
        )}
      </p>
    </div>
  );
}
