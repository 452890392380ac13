import * as l10n from '@vscode/l10n';
import type { ServerView } from '../protocol.ts';
import { Icon } from './controls.tsx';
import type { IconName } from './iconNames.ts';

interface BrokerNoticeProps {
  readonly broker: ServerView;
  readonly onStart: () => void;
  readonly onShowLog: () => void;
}

/** A bar that shows why there is no activity and what to do; empty while the broker runs. */
export function BrokerNotice({ broker, onStart, onShowLog }: BrokerNoticeProps) {
  switch (broker.kind) {
    case 'running':
      return null;
    case 'starting':
      return <Notice icon="loading" text={l10n.t('The broker is starting.')} spins />;
    case 'restarting':
      return (
        <Notice
          icon="loading"
          text={l10n.t('The broker ended unexpectedly and is starting again.')}
          spins
          onShowLog={onShowLog}
        />
      );
    case 'stopped':
      return <Notice icon="debug-disconnect" text={l10n.t('The broker is stopped.')} onStart={onStart} />;
    case 'failed':
      return (
        <Notice
          isError
          icon="error"
          text={l10n.t('The broker could not start. {0}', broker.reason)}
          startLabel={l10n.t('Try Again')}
          onStart={onStart}
          onShowLog={onShowLog}
        />
      );
  }
}

interface BrokerNeededProps extends Pick<BrokerNoticeProps, 'broker' | 'onStart'> {
  /** Such as `You can see the alarm when the broker runs.` */
  readonly text: string;
}

/** In place of what only a broker that runs can show. */
export function BrokerNeeded({ text, broker, onStart }: BrokerNeededProps) {
  return (
    <div class="empty-state">
      <p>{text}</p>
      {(broker.kind === 'stopped' || broker.kind === 'failed') && (
        <vscode-button onClick={onStart}>{l10n.t('Start Broker')}</vscode-button>
      )}
    </div>
  );
}

interface NoticeProps {
  readonly icon: IconName;
  readonly text: string;
  readonly spins?: boolean;
  readonly isError?: boolean;
  readonly startLabel?: string;
  readonly onStart?: () => void;
  readonly onShowLog?: () => void;
}

/** A bar with what a process is doing. */
export function Notice({
  icon,
  text,
  spins = false,
  isError = false,
  startLabel,
  onStart,
  onShowLog,
}: NoticeProps) {
  return (
    <div class={isError ? 'notice error' : 'notice'} role="status">
      <Icon name={icon} class={spins ? 'codicon-modifier-spin' : ''} />
      <span class="notice-text">{text}</span>
      {onStart && (
        <button type="button" class="link" onClick={onStart}>
          {startLabel ?? l10n.t('Start Broker')}
        </button>
      )}
      {onShowLog && (
        <button type="button" class="link" onClick={onShowLog}>
          {l10n.t('Show Log')}
        </button>
      )}
    </div>
  );
}
