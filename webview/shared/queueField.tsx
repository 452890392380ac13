import * as l10n from '@vscode/l10n';
import type { PageQueue } from '../protocol.ts';
import { Select, type SelectOption } from './select.tsx';
import { Field } from './field.tsx';
import { addressOf } from './queueAddress.ts';
import { queueNameOf } from './queueName.ts';

interface QueueFieldProps {
  readonly store: {
    readonly queues: { readonly value: readonly PageQueue[] };
    readonly isGone: { readonly value: boolean };
    readonly selectQueue: (address: string) => void;
  };
  /** Empty: none yet. */
  readonly chosen: string;
  readonly disabled?: boolean;
}

/** The queue that a form is about. */
export function QueueField({ store, chosen, disabled = false }: QueueFieldProps) {
  const isGone = store.isGone.value;
  const options = store.queues.value.map((queue) => ({
    value: addressOf(queue),
    label: queue.name,
    description: queue.kind === 'fifo' ? l10n.t('FIFO queue') : l10n.t('Standard queue'),
  }));
  return (
    <Field
      label={l10n.t('Queue')}
      problem={isGone ? l10n.t('This queue no longer exists. Choose another one.') : undefined}
    >
      <Select
        label={l10n.t('Queue')}
        value={chosen}
        options={withChosen(options, chosen, isGone)}
        disabled={disabled}
        invalid={isGone}
        onChange={store.selectQueue}
      />
    </Field>
  );
}

/** A queue that is not there stays in the list while it is chosen, so that the field does not turn into another one's name. */
export function withChosen(
  options: readonly SelectOption[],
  chosen: string,
  isGone: boolean,
): readonly SelectOption[] {
  if (chosen === '' || options.some(({ value }) => value === chosen)) return options;
  const description = isGone ? l10n.t('deleted') : '';
  return [{ value: chosen, label: queueNameOf(chosen), description }, ...options];
}
