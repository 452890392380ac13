import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { IconButton, TextField } from '../shared/controls.tsx';
import { BrokerNeeded } from '../shared/brokerNotice.tsx';
import { countMessages, countReceives } from '../shared/quantities.ts';
import { cutText } from '../shared/cutText.ts';
import { queueNameOf } from '../shared/queueName.ts';
import { formatDuration } from '../shared/timeFormat.ts';
import { formatSeconds } from '../shared/wholeSeconds.ts';
import { ReceivedContents } from './receivedContents.tsx';
import { isInFlight, type ReceivedRow } from './receivedRows.ts';
import type { ReceiveStore } from './receiveStore.ts';
import { findTimeoutProblem, readTimeout } from './receiveRules.ts';

const SHOWN_HANDLE = 24;
const LIST_ID = 'received';

/** The messages that were received, each with its receipt handle and the time that is left. */
export function ReceivedList({ store }: { readonly store: ReceiveStore }) {
  const rows = store.rows.value;
  const inFlight = store.listInFlight();
  const [, redraw] = useState(0);
  const ticks = inFlight.length > 0;
  useEffect(() => {
    if (!ticks) return undefined;
    const timer = setInterval(() => redraw((drawn) => drawn + 1), 1_000);
    return () => clearInterval(timer);
  }, [ticks]);
  const seconds = readTimeout(store.timeout.value);
  const broker = store.broker.value;
  if (rows.length === 0 && broker !== undefined && broker.kind !== 'running')
    return (
      <BrokerNeeded
        text={l10n.t('You can receive messages when the broker runs.')}
        broker={broker}
        onStart={store.startBroker}
      />
    );
  if (rows.length === 0)
    return (
      <div class="empty-state">
        <p>
          {l10n.t(
            'Choose Receive to get messages, each with its receipt handle. Receiving a message starts its visibility timeout and increases its receive count.',
          )}
        </p>
      </div>
    );
  return (
    <section class="received" aria-label={l10n.t('Received messages')}>
      <div class="received-bar">
        <span class="field-label">{l10n.t('{0} in flight', countMessages(inFlight.length))}</span>
        <span class="spacer" />
        <NewTimeout store={store} inFlight={inFlight} />
      </div>
      <ul class="received-rows" id={LIST_ID} tabIndex={-1}>
        {rows.map((row) => (
          <Row key={row.receiptHandle} store={store} row={row} seconds={seconds} />
        ))}
      </ul>
    </section>
  );
}

/** In a low window the list is below the form. */
export function showReceived(): void {
  const list = document.getElementById(LIST_ID);
  list?.scrollIntoView({ block: 'start' });
  list?.focus({ preventScroll: true });
}

interface NewTimeoutProps {
  readonly store: ReceiveStore;
  readonly inFlight: readonly ReceivedRow[];
}

/** What ChangeMessageVisibility sets: here for all messages, in each row for one. */
function NewTimeout({ store, inFlight }: NewTimeoutProps) {
  const seconds = readTimeout(store.timeout.value);
  const problem = findTimeoutProblem(store.timeout.value);
  return (
    <>
      <span class="timeout-group">
        <span class="field-label" aria-hidden="true">
          {l10n.t('New visibility timeout')}
        </span>
        <TextField
          class="timeout-field"
          label={l10n.t('New visibility timeout')}
          title={l10n.t('New visibility timeout, such as 90 seconds or 2 minutes')}
          value={store.timeout.value}
          invalid={problem !== undefined}
          describedBy={problem}
          onInput={(value) => {
            store.timeout.value = value;
          }}
        />
        <vscode-button
          secondary
          disabled={seconds === undefined || inFlight.length === 0}
          onClick={() => seconds !== undefined && store.changeVisibility(inFlight, seconds)}
        >
          {l10n.t('Change All Timeouts')}
        </vscode-button>
      </span>
      {problem !== undefined && <p class="field-problem timeout-problem">{problem}</p>}
    </>
  );
}

interface RowProps {
  readonly store: ReceiveStore;
  readonly row: ReceivedRow;
  readonly seconds: number | undefined;
}

function Row({ store, row, seconds }: RowProps) {
  const { messageId, receiptHandle, systemAttributes, queueArn, problem } = row;
  const now = store.readNow(queueArn);
  const isOver = !isInFlight(row, now);
  const facts = [
    queueNameOf(queueArn),
    countReceives(Number(systemAttributes['ApproximateReceiveCount'] ?? 1)),
  ];
  return (
    <li class={isOver ? 'received-row over' : 'received-row'}>
      <div class="received-line received-head">
        <span class={`outcome-badge ${isOver ? 'lost' : 'inFlight'}`}>{describeRow(row, now)}</span>
        <span class="mono received-id" title={messageId}>
          {messageId}
        </span>
        <span class="dim received-facts" title={facts.join(' · ')}>
          {facts.join(' · ')}
        </span>
        <span class="spacer" />
        <span class="row-actions">
          <IconButton
            icon="go-to-file"
            label={l10n.t('Open Message')}
            disabled={row.isDeleted}
            onClick={() => store.openMessage(row)}
          />
          <IconButton
            icon="watch"
            label={
              seconds === undefined
                ? l10n.t('Change Visibility')
                : l10n.t('Change Visibility to {0}', formatSeconds(seconds))
            }
            disabled={row.isDeleted || seconds === undefined}
            onClick={() => seconds !== undefined && store.changeVisibility([row], seconds)}
          />
          <IconButton
            class="set-apart"
            icon="trash"
            label={l10n.t('Delete with This Handle')}
            disabled={row.isDeleted}
            onClick={() => store.deleteRows([row])}
          />
        </span>
      </div>
      <div class="received-line">
        <span class="dim">{l10n.t('Receipt handle')}</span>
        <span class="mono received-handle" title={receiptHandle}>
          {cutText(receiptHandle, SHOWN_HANDLE)}
        </span>
        <IconButton
          icon="copy"
          label={l10n.t('Copy Receipt Handle')}
          onClick={() => store.copy(receiptHandle)}
        />
      </div>
      <ReceivedContents store={store} row={row} />
      {isOver && !row.isDeleted && (
        <p class="dim received-note">
          {queueArn.endsWith('.fifo')
            ? l10n.t('Its visibility timeout has ended, so its handle no longer works.')
            : l10n.t(
                'Its visibility timeout has ended. This handle can delete it until another consumer receives it.',
              )}
        </p>
      )}
      {problem !== undefined && <p class="field-problem">{problem}</p>}
    </li>
  );
}

function describeRow(row: ReceivedRow, now: number): string {
  if (row.isDeleted) return l10n.t('Deleted');
  if (row.visibleAt <= now) return l10n.t('Timed out');
  const left = Math.ceil((row.visibleAt - now) / 1_000) * 1_000;
  return l10n.t('In flight, {0} left', formatDuration(left));
}
