import * as l10n from '@vscode/l10n';
import type { SendMessageResult } from '../../broker/protocol/message.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { Icon, IconButton } from '../shared/controls.tsx';
import { forCount } from '../shared/quantities.ts';
import { queueNameOf } from '../shared/queueName.ts';
import { formatTime } from '../shared/timeFormat.ts';
import type { ComposerStore } from './composerStore.ts';

/** What became of the last send; nothing before the first. */
export function OutcomeLine({ store }: { readonly store: ComposerStore }) {
  const outcome = store.outcome.value;
  if (outcome === undefined) return null;
  if (outcome.kind === 'failed') {
    const isElsewhere = store.failureField.value !== undefined;
    return (
      <div class="notice error" role="alert">
        <Icon name="error" />
        <span class="notice-text">
          {isElsewhere
            ? l10n.t('Not sent. Fix the highlighted field.')
            : l10n.t('Not sent to {0}. {1}', queueNameOf(outcome.queueArn), outcome.failure.message)}
        </span>
      </div>
    );
  }
  const { result, at, queueArn } = outcome;
  const storedCount = result.sentCount - result.duplicateCount;
  const many = storedCount > 1;
  return (
    <div class="outcome" role="status">
      <span class="outcome-head">
        <Icon name={storedCount === 0 ? 'info' : 'pass'} class={storedCount === 0 ? '' : 'good'} />
        <span>
          {describeSent(storedCount, queueNameOf(queueArn), formatTime(at))}
          {result.duplicateCount > 0 && `. ${describeDuplicates(result)}`}
        </span>
      </span>
      {outcome.hasTrace && (
        <button type="button" class="link" onClick={() => store.showTrace(queueArn, result.messageId)}>
          {l10n.t('Show in Trace')}
        </button>
      )}
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

function describeSent(storedCount: number, queue: string, time: string): string {
  if (storedCount === 0) return l10n.t('Deduplicated: nothing was added to {0} at {1}', queue, time);
  return forCount(
    storedCount,
    l10n.t('Sent to {0} at {1}', queue, time),
    l10n.t('Sent {0} messages to {1} at {2}', formatCount(storedCount), queue, time),
  );
}

/** Why sends were accepted and stored nothing. */
function describeDuplicates({ sentCount, duplicateCount }: SendMessageResult): string {
  if (duplicateCount === sentCount) {
    return l10n.t(
      'A message with the same deduplication ID was sent in the last 5 minutes; its ID is shown.',
    );
  }
  return forCount(
    duplicateCount,
    l10n.t(
      '1 copy was deduplicated: a message with the same deduplication ID was sent in the last 5 minutes.',
    ),
    l10n.t(
      '{0} copies were deduplicated: a message with the same deduplication ID was sent in the last 5 minutes.',
      formatCount(duplicateCount),
    ),
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
