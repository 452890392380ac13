import * as l10n from '@vscode/l10n';
import type { PageQueue } from '../protocol.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { Field } from '../shared/field.tsx';
import { IconButton } from '../shared/controls.tsx';
import { Select } from '../shared/select.tsx';
import { addressOf } from '../shared/queueAddress.ts';
import { withChosen } from '../shared/queueField.tsx';
import type { ComposerStore } from './composerStore.ts';

/** The target queue, with its message counts. */
export function QueuePicker({ store }: { readonly store: ComposerStore }) {
  const queues = store.queues.value;
  const queue = store.queue.value;
  const chosen = store.draft.value.queueArn ?? '';
  const isGone = store.isGone.value;
  const isRunning = store.broker.value?.kind === 'running';
  // What a broker held that no longer runs says nothing.
  const isKnown = ({ connection }: PageQueue) => connection !== undefined || isRunning;
  const options = queues.map((each) => ({
    value: addressOf(each),
    label: isKnown(each) ? `${each.name} (${formatCount(each.counts.visible)})` : each.name,
    description: isKnown(each) ? describePlace(each) : '',
  }));
  const refusal = store.failureField.value === 'queue' ? store.failure.value?.message : undefined;
  const problem = isGone
    ? l10n.t('This queue no longer exists. Choose another one or create it again.')
    : refusal;
  return (
    <section aria-label={l10n.t('Queue')}>
      <Field label={l10n.t('Queue')} problem={problem}>
        <div class="queue-row">
          <Select
            label={l10n.t('Queue')}
            class="queue-select"
            value={chosen}
            options={withChosen(options, chosen, isGone)}
            invalid={problem !== undefined}
            onChange={store.selectQueue}
          />
          <IconButton
            icon="add"
            label={l10n.t('Create Queue')}
            disabled={!isRunning}
            onClick={store.createQueue}
          />
          {queue !== undefined && isKnown(queue) && (
            <span class="dim queue-counts">{describePlace(queue)}</span>
          )}
        </div>
      </Field>
    </section>
  );
}

/** The counts, and the connection of a queue that is not on the local broker. */
function describePlace({ counts, kind, connection }: PageQueue): string {
  const parts = [
    l10n.t('{0} visible', formatCount(counts.visible)),
    l10n.t('{0} in flight', formatCount(counts.inFlight)),
  ];
  if (counts.delayed > 0) parts.push(l10n.t('{0} delayed', formatCount(counts.delayed)));
  if (connection !== undefined) parts.push(connection.name);
  return `${kind === 'fifo' ? 'FIFO · ' : ''}${parts.join(' · ')}`;
}
