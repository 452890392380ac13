import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { MessageAction, ShownMessage } from '../messageProtocol.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { Icon, IconButton } from '../shared/controls.tsx';
import type { IconName } from '../shared/iconNames.ts';
import { OUTCOME_LABELS } from '../shared/life/lifeSteps.tsx';
import { MoreMenu } from '../shared/moreMenu.tsx';
import { countReceives, describeSize } from '../shared/quantities.ts';
import { formatDateTime, formatInBothZones } from '../shared/timeFormat.ts';
import type { MessageStore } from './messageStore.ts';
import { describeState } from './stateText.ts';

/** In the order of the menu; what cannot be undone is the last. */
const ACTIONS: readonly (readonly [MessageAction, icon: IconName, label: string])[] = [
  ['sendAgain', 'redo', l10n.t('Send Again')],
  ['editAndResend', 'edit', l10n.t('Edit and Send Again…')],
  ['copyMessages', 'files', l10n.t('Copy to Queue…')],
  ['moveMessages', 'move', l10n.t('Move to Queue…')],
  ['redriveMessages', 'reply', l10n.t('Redrive')],
  ['extendMessages', 'watch', l10n.t('Extend Visibility…')],
  ['releaseMessages', 'debug-step-back', l10n.t('Make Visible Now')],
  ['showMessageInTrace', 'pulse', l10n.t('Show in Trace')],
  ['compareMessages', 'diff', l10n.t('Compare With…')],
  ['decryptMessage', 'unlock', l10n.t('Decrypt…')],
  ['openBodyAsText', 'go-to-file', l10n.t('Open Body as Text')],
  ['deleteMessages', 'trash', l10n.t('Delete…')],
];

/** Those that most messages are opened for; of a dead-letter queue, back to where the message came from. */
const FIRST_ACTIONS: readonly MessageAction[] = ['redriveMessages', 'sendAgain', 'moveMessages'];
const BUTTONS = 2;

interface HeaderProps {
  readonly store: MessageStore;
  readonly message: ShownMessage;
}

/** What the message is, where it is among the others, and what can be done with it. */
export function Header({ store, message }: HeaderProps) {
  const { details, queueName, connectionName } = message;
  return (
    <header class="message-header">
      <div class="message-line">
        <State store={store} message={message} />
        <span class="queue-name" title={connectionName ?? message.queueArn}>
          {queueName}
        </span>
        <span class="dim sent-at" title={formatInBothZones(details.sentAt)}>
          {l10n.t('Sent: {0}', formatDateTime(details.sentAt))}
        </span>
        <span class="spacer" />
        <Place store={store} />
        <IconButton
          icon={store.isKept.value ? 'pinned' : 'pin'}
          label={l10n.t('Keep Open')}
          pressed={store.isKept.value}
          onClick={() => store.setKept(!store.isKept.value)}
        />
      </div>
      <div class="message-line id-line">
        <span class="mono message-id" title={details.messageId}>
          {details.messageId}
        </span>
        <IconButton
          icon="copy"
          label={l10n.t('Copy Message ID')}
          onClick={() => store.copy(details.messageId)}
        />
        <span class="dim facts-line">
          {[countReceives(details.receiveCount), describeSize(details.sizeBytes)].join(' · ')}
        </span>
        <span class="spacer" />
        <Actions store={store} message={message} />
      </div>
    </header>
  );
}

/** Buttons with their names for the most usual, and a menu with the rest. */
function Actions({ store, message }: HeaderProps) {
  const offered = ACTIONS.filter(([action]) => message.actions.includes(action));
  const first = FIRST_ACTIONS.filter((action) => message.actions.includes(action)).slice(0, BUTTONS);
  return (
    <span class="actions" role="toolbar" aria-label={l10n.t('Actions')}>
      {offered
        .filter(([action]) => first.includes(action))
        .map(([action, icon, label]) => (
          <button
            key={action}
            type="button"
            class="named-button"
            title={label}
            disabled={!store.canRun(action)}
            onClick={() => store.run(action)}
          >
            <Icon name={icon} />
            <span class="named-text">{label}</span>
          </button>
        ))}
      <MoreMenu
        rows={offered
          .filter(([action]) => !first.includes(action))
          .map(([action, icon, label]) => ({
            key: action,
            icon,
            label,
            isDisabled: !store.canRun(action),
            isApart: action === 'deleteMessages',
            onChoose: () => store.run(action),
          }))}
      />
    </span>
  );
}

function Place({ store }: { readonly store: MessageStore }) {
  const { hasPrevious, hasNext, position, count } = store.place.value;
  return (
    <>
      <IconButton
        icon="arrow-up"
        label={l10n.t('Previous Message')}
        disabled={!hasPrevious}
        onClick={() => store.show('previous')}
      />
      {position !== undefined && count !== undefined && (
        <span class="dim place">{l10n.t('{0} of {1}', formatCount(position), formatCount(count))}</span>
      )}
      <IconButton
        icon="arrow-down"
        label={l10n.t('Next Message')}
        disabled={!hasNext}
        onClick={() => store.show('next')}
      />
    </>
  );
}

/** Counts down while the message is hidden; when the time is over, its state is asked for again. */
function State({ store, message }: HeaderProps) {
  const { details } = message;
  const isGone = store.loss.value?.kind === 'gone';
  const { visibleAt } = details;
  const ticks = !isGone && visibleAt !== undefined && details.heldRemainingMs === undefined;
  const [, redraw] = useState(0);
  useEffect(() => {
    if (!ticks) return undefined;
    const timer = setInterval(() => {
      redraw((drawn) => drawn + 1);
      if (visibleAt <= store.readNow()) store.refresh();
    }, 1_000);
    return () => clearInterval(timer);
  }, [ticks, visibleAt, store]);
  const text = isGone ? describeEnd(store) : describeState(details, store.readNow());
  return <span class={`outcome-badge ${isGone ? 'lost' : details.state}`}>{text}</span>;
}

/** How the message left its queue. */
function describeEnd(store: MessageStore): string {
  const loss = store.loss.value;
  if (loss?.kind === 'gone' && loss.moved !== undefined) return l10n.t('Moved');
  const outcome = store.timeline.value?.outcome;
  const isOver = outcome !== undefined && outcome !== 'waiting' && outcome !== 'inFlight';
  return OUTCOME_LABELS[isOver ? outcome : 'lost'];
}
