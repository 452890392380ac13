import type { QueueSummary } from '../../broker/protocol/queue.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { IconButton, Select } from '../shared/controls.tsx';
import { queueNameOf } from '../shared/queueName.ts';
import type { ComposerStore } from './composerStore.ts';

/** The target queue, with its message counts. */
export function QueuePicker({ store }: { readonly store: ComposerStore }) {
  const queues = store.queues.value;
  const queue = store.queue.value;
  const chosen = store.draft.value.queueArn ?? '';
  const isGone = chosen !== '' && queue === undefined && store.broker.value?.kind === 'running';
  const options = queues.map(({ arn, name, kind, counts }) => ({
    value: arn,
    label: `${name} (${formatCount(counts.visible)})`,
    description: describeCounts({ kind, counts }),
  }));
  // A deleted queue stays in the list while it is chosen, so that the field does not turn into another queue's name.
  if (chosen !== '' && queue === undefined) {
    options.unshift({ value: chosen, label: queueNameOf(chosen), description: isGone ? 'deleted' : '' });
  }
  const refusal = store.failureField.value === 'queue' ? store.failure.value?.message : undefined;
  const problem = isGone ? 'This queue no longer exists. Choose another one or create it again.' : refusal;
  return (
    <section class="queue-section" aria-label="Queue">
      <span class="field-label" aria-hidden="true">
        Queue
      </span>
      <div class="queue-row">
        <Select
          label="Queue"
          class="queue-select"
          value={chosen}
          options={options}
          invalid={problem !== undefined}
          onChange={store.selectQueue}
        />
        <IconButton
          icon="add"
          label="Create queue"
          disabled={store.broker.value?.kind !== 'running'}
          onClick={store.createQueue}
        />
        {queue !== undefined && <span class="dim queue-counts">{describeCounts(queue)}</span>}
      </div>
      {problem !== undefined && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

function describeCounts({ counts, kind }: Pick<QueueSummary, 'counts' | 'kind'>): string {
  const parts = [`${formatCount(counts.visible)} visible`, `${formatCount(counts.inFlight)} in flight`];
  if (counts.delayed > 0) parts.push(`${formatCount(counts.delayed)} delayed`);
  return `${kind === 'fifo' ? 'FIFO · ' : ''}${parts.join(' · ')}`;
}
