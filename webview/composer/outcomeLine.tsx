import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { SendMessageResult } from '../../broker/protocol/message.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { Icon, IconButton } from '../shared/controls.tsx';
import { Notice } from '../shared/notice.tsx';
import { forCount } from '../shared/quantities.ts';
import { queueNameOf } from '../shared/queueName.ts';
import { formatTime } from '../shared/timeFormat.ts';
import type { ComposerStore } from './composerStore.ts';
import type { SendOutcome } from './sendOutcome.ts';

/** What became of the last send; nothing before the first. */
export function OutcomeLine({ store }: { readonly store: ComposerStore }) {
  const outcome = store.outcome.value;
  if (outcome === undefined) return null;
  if (outcome.kind === 'failed') {
    const isElsewhere = store.failureField.value !== undefined;
    return (
      <Notice
        kind="error"
        text={
          isElsewhere
            ? l10n.t('Not sent. Fix the highlighted field.')
            : l10n.t('Not sent to {0}. {1}', queueNameOf(outcome.queueArn), outcome.failure.message)
        }
      />
    );
  }
  return <SentLine key={outcome.at} store={store} outcome={outcome} />;
}

interface SentLineProps {
  readonly store: ComposerStore;
  readonly outcome: Extract<SendOutcome, { readonly kind: 'sent' }>;
}

/** One line, as the next message is written above it; the rest is behind Details. */
function SentLine({ store, outcome }: SentLineProps) {
  const [isOpen, setOpen] = useState(false);
  const { result, at, queueArn } = outcome;
  const isWhole = result.duplicateCount === 0;
  return (
    <div class="outcome" role="status">
      <div class="sent-line">
        <span class="sent-head">
          <Icon name={isWhole ? 'pass' : 'info'} class={isWhole ? 'good' : ''} />
          <span>{describeSent(result, queueNameOf(queueArn), formatTime(at))}</span>
        </span>
        <span class="sent-actions">
          {outcome.hasTrace && (
            <button type="button" class="link" onClick={() => store.showTrace(queueArn, result.messageId)}>
              {l10n.t('Show in Trace')}
            </button>
          )}
          <button type="button" class="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? l10n.t('Hide Details') : l10n.t('Show Details')}
          </button>
          <IconButton icon="close" label={l10n.t('Dismiss')} onClick={store.dismissOutcome} />
        </span>
      </div>
      {isOpen && <Details store={store} result={result} />}
    </div>
  );
}

function Details({ store, result }: { readonly store: ComposerStore; readonly result: SendMessageResult }) {
  const many = result.sentCount - result.duplicateCount > 1;
  return (
    <div class="sent-details">
      <Copied
        store={store}
        label={many ? l10n.t('First message ID') : l10n.t('Message ID')}
        copyLabel={many ? l10n.t('Copy First Message ID') : l10n.t('Copy Message ID')}
        value={result.messageId}
      />
      <Copied
        store={store}
        label={l10n.t('MD5 of body')}
        copyLabel={l10n.t('Copy MD5 of body')}
        value={result.bodyMd5}
      />
      {result.sequenceNumber !== undefined && (
        <Copied
          store={store}
          label={l10n.t('Sequence number')}
          copyLabel={l10n.t('Copy Sequence Number')}
          value={result.sequenceNumber}
        />
      )}
    </div>
  );
}

/** Sends that were accepted and stored nothing come first: what looks sent may not be in the queue. */
function describeSent({ sentCount, duplicateCount }: SendMessageResult, queue: string, time: string): string {
  if (duplicateCount === 0)
    return forCount(
      sentCount,
      l10n.t('Sent to {0} at {1}', queue, time),
      l10n.t('Sent {0} messages to {1} at {2}', formatCount(sentCount), queue, time),
    );
  if (duplicateCount === sentCount)
    return l10n.t(
      'Deduplicated: nothing was added to {0} at {1}. A message with the same deduplication ID was sent in the last 5 minutes; the details show its ID.',
      queue,
      time,
    );
  return l10n.t(
    'Added {0} of {1} copies to {2} at {3}. The others were deduplicated: a message with the same deduplication ID was sent in the last 5 minutes.',
    formatCount(sentCount - duplicateCount),
    formatCount(sentCount),
    queue,
    time,
  );
}

interface CopiedProps {
  readonly store: ComposerStore;
  readonly label: string;
  readonly copyLabel: string;
  readonly value: string;
}

function Copied({ store, label, copyLabel, value }: CopiedProps) {
  return (
    <span class="copied">
      <span class="dim">{label}</span>
      <span class="mono copied-value" title={value}>
        {value}
      </span>
      <IconButton icon="copy" label={copyLabel} onClick={() => store.copy(value)} />
    </span>
  );
}
