import type { SendMessageResult } from '../../broker/protocol/message.ts';
import { formatCount, formatQuantity } from '../shared/byteFormat.ts';
import { Icon, IconButton } from '../shared/controls.tsx';
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
            ? 'Not sent. Fix the highlighted field.'
            : `Not sent to ${queueNameOf(outcome.queueArn)}. ${outcome.failure.message}`}
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
          {describeSent(storedCount)} to {queueNameOf(queueArn)} at {formatTime(at)}
          {result.duplicateCount > 0 && `. ${describeDuplicates(result)}`}
        </span>
      </span>
      {outcome.hasTrace && (
        <button type="button" class="link" onClick={() => store.showTrace(queueArn, result.messageId)}>
          Show in trace
        </button>
      )}
      <Copied store={store} label={many ? 'First message ID' : 'Message ID'} value={result.messageId} />
      <Copied store={store} label="MD5 of body" value={result.bodyMd5} />
      {result.sequenceNumber !== undefined && (
        <Copied store={store} label="Sequence number" value={result.sequenceNumber} />
      )}
    </div>
  );
}

function describeSent(storedCount: number): string {
  if (storedCount === 0) return 'Deduplicated: nothing was added';
  return storedCount === 1 ? 'Sent' : `Sent ${formatQuantity(storedCount, 'message')}`;
}

/** Why sends were accepted and stored nothing. */
function describeDuplicates({ sentCount, duplicateCount }: SendMessageResult): string {
  const reason = 'message with the same deduplication ID was sent in the last 5 minutes';
  if (duplicateCount === sentCount) return `A ${reason}; its ID is shown.`;
  const copies = `${formatCount(duplicateCount)} ${duplicateCount === 1 ? 'copy was' : 'copies were'}`;
  return `${copies} deduplicated: a ${reason}.`;
}

interface CopiedProps {
  readonly store: ComposerStore;
  readonly label: string;
  readonly value: string;
}

function Copied({ store, label, value }: CopiedProps) {
  return (
    <span class="copied">
      <span class="dim">{label}</span>
      <span class="mono copied-value" title={value}>
        {value}
      </span>
      <IconButton
        icon="copy"
        label={`Copy ${label.startsWith('MD5') ? label : label.toLowerCase().replace(' id', ' ID')}`}
        onClick={() => store.copy(value)}
      />
    </span>
  );
}
