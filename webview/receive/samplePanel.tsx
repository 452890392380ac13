import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { ReceivedMessage, SampleState } from '../receiveProtocol.ts';
import { ActionBar, onRunKeys } from '../shared/actionBar.tsx';
import { Notice } from '../shared/notice.tsx';
import { countReceives } from '../shared/quantities.ts';
import { queueNameOf } from '../shared/queueName.ts';
import { formatDuration } from '../shared/timeFormat.ts';
import { ReceivedContents } from './receivedContents.tsx';
import type { ReceiveStore } from './receiveStore.ts';

interface SampleProps {
  readonly store: ReceiveStore;
  readonly sample: SampleState;
}

/** Messages that a look has received: what they are a sample of, until when they are hidden, and the way to end that. */
export function SamplePanel({ store, sample }: SampleProps) {
  const { phase, summary, status, problem, messages, queueArn } = sample;
  const isReceiving = phase === 'receiving' || phase === 'stopping';
  const isHeld = phase === 'held';
  const run = isReceiving || isHeld ? store.giveBack : store.lookAgain;
  return (
    <main class="form-page receive sample" onKeyDownCapture={onRunKeys(run)}>
      <h1 class="visually-hidden">{l10n.t('Sample of {0}', queueNameOf(queueArn))}</h1>
      <section class="sample-head" aria-label={l10n.t('What the sample is')}>
        <p class="sample-summary" role="status">
          {summary}
        </p>
        {status !== '' && <p class="dim">{status}</p>}
      </section>
      {problem !== undefined && <Notice kind="warning" text={problem} />}
      <ActionBar
        label={nameAction(phase)}
        stops={isReceiving}
        canRun={phase !== 'stopping'}
        onRun={run}
        mistakeCount={0}
        outcome={
          <p class="outcome dim" role="status">
            {describePhase(sample)}
          </p>
        }
      >
        {isHeld && (
          <button type="button" class="link" onClick={() => store.lookAgain()}>
            {l10n.t('Look Again…')}
          </button>
        )}
      </ActionBar>
      {messages.length > 0 && <SampleRows store={store} sample={sample} />}
    </main>
  );
}

function nameAction(phase: SampleState['phase']): string {
  if (phase === 'receiving' || phase === 'stopping') return l10n.t('Stop and Give Back');
  return phase === 'held' ? l10n.t('Give Back Now') : l10n.t('Look Again…');
}

function describePhase({ phase, problem }: SampleState): string {
  if (phase === 'receiving') return l10n.t('Receiving.');
  if (phase === 'stopping') return l10n.t('Stopping: a call has not been answered yet.');
  // Those that could not be given back are hidden.
  return phase === 'over' && problem === undefined ? l10n.t('Nothing is hidden from consumers.') : '';
}

function SampleRows({ store, sample }: SampleProps) {
  const { messages, givenBack, queueArn } = sample;
  const [, redraw] = useState(0);
  const back = new Set(givenBack);
  const now = store.readWall();
  const ticks = messages.some(({ receiptHandle, visibleAt }) => !back.has(receiptHandle) && visibleAt > now);
  useEffect(() => {
    if (!ticks) return undefined;
    const timer = setInterval(() => redraw((drawn) => drawn + 1), 1_000);
    return () => clearInterval(timer);
  }, [ticks]);
  return (
    <section class="received" aria-label={l10n.t('Messages of the sample')}>
      <ul class="received-rows">
        {messages.map((message) => (
          <SampleRow
            key={message.receiptHandle}
            store={store}
            message={message}
            queueArn={queueArn}
            isGivenBack={back.has(message.receiptHandle)}
          />
        ))}
      </ul>
    </section>
  );
}

interface SampleRowProps {
  readonly store: ReceiveStore;
  readonly message: ReceivedMessage;
  readonly queueArn: string;
  readonly isGivenBack: boolean;
}

function SampleRow({ store, message, queueArn, isGivenBack }: SampleRowProps) {
  const { messageId, visibleAt, systemAttributes } = message;
  const leftMs = isGivenBack ? 0 : visibleAt - store.readWall();
  const receives = countReceives(Number(systemAttributes['ApproximateReceiveCount'] ?? 1));
  return (
    <li class={leftMs > 0 ? 'received-row' : 'received-row over'}>
      <div class="received-line received-head">
        <span class={`outcome-badge ${leftMs > 0 ? 'inFlight' : 'lost'}`}>
          {describeLeft(leftMs, isGivenBack)}
        </span>
        <span class="mono received-id" title={messageId}>
          {messageId}
        </span>
        <span class="dim received-facts" title={receives}>
          {receives}
        </span>
      </div>
      <ReceivedContents store={store} row={{ ...message, queueArn, isDeleted: false }} />
    </li>
  );
}

function describeLeft(leftMs: number, isGivenBack: boolean): string {
  if (isGivenBack) return l10n.t('Given back');
  if (leftMs <= 0) return l10n.t('Visible again');
  return l10n.t('Hidden, {0} left', formatDuration(Math.ceil(leftMs / 1_000) * 1_000));
}
