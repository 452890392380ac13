import * as l10n from '@vscode/l10n';
import { TextRow } from '../shared/field.tsx';
import type { ComposerStore } from './composerStore.ts';
import { type ComposerField, isGroupIdQuiet } from './problems.ts';

/** Delay, the FIFO ids, and how many times to send. */
export function SendOptions({ store }: { readonly store: ComposerStore }) {
  const draft = store.draft.value;
  const isFifo = store.queue.value?.kind === 'fifo';
  return (
    <section class="fields" aria-label={l10n.t('Send options')}>
      {isFifo ? (
        <>
          <Option
            store={store}
            field="groupId"
            label={l10n.t('Message group ID')}
            value={draft.groupId}
            quiet={isGroupIdQuiet(draft)}
            onInput={(groupId) => store.change({ groupId })}
          />
          <Option
            store={store}
            field="deduplicationId"
            label={l10n.t('Deduplication ID')}
            hint={l10n.t('Empty: content-based deduplication')}
            value={draft.deduplicationId}
            onInput={(deduplicationId) => store.change({ deduplicationId })}
          />
        </>
      ) : (
        <Option
          store={store}
          field="delay"
          label={l10n.t('Delay')}
          hint={l10n.t('Empty: the queue’s setting')}
          value={draft.delaySeconds}
          onInput={(delaySeconds) => store.change({ delaySeconds })}
        />
      )}
      <Option
        store={store}
        field="count"
        label={l10n.t('Number of copies')}
        placeholder="1"
        value={draft.count}
        onInput={(count) => store.change({ count })}
      />
    </section>
  );
}

interface OptionProps {
  readonly store: ComposerStore;
  readonly field: ComposerField;
  readonly label: string;
  readonly placeholder?: string;
  readonly hint?: string | undefined;
  readonly value: string;
  /** Do not show what is wrong yet. */
  readonly quiet?: boolean;
  readonly onInput: (value: string) => void;
}

function Option({ store, field, quiet = false, ...row }: OptionProps) {
  const refusal = store.failureField.value === field ? store.failure.value?.message : undefined;
  const problem = refusal ?? (quiet ? undefined : store.problems.value.fields[field]);
  return <TextRow problem={problem} {...row} />;
}
