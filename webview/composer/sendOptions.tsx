import * as l10n from '@vscode/l10n';
import { TextField } from '../shared/controls.tsx';
import type { ComposerStore } from './composerStore.ts';
import { type ComposerField, isGroupIdQuiet } from './problems.ts';

/** Delay, the FIFO ids, and how many times to send. */
export function SendOptions({ store }: { readonly store: ComposerStore }) {
  const draft = store.draft.value;
  const isFifo = store.queue.value?.kind === 'fifo';
  return (
    <section class="options" aria-label={l10n.t('Send options')}>
      {isFifo ? (
        <>
          <Option
            store={store}
            field="groupId"
            label={l10n.t('Message group ID')}
            wide
            placeholder={l10n.t('required')}
            value={draft.groupId}
            quiet={isGroupIdQuiet(draft)}
            onInput={(groupId) => store.change({ groupId })}
          />
          <Option
            store={store}
            field="deduplicationId"
            label={l10n.t('Deduplication ID')}
            wide
            placeholder={l10n.t('leave empty for content-based deduplication')}
            value={draft.deduplicationId}
            onInput={(deduplicationId) => store.change({ deduplicationId })}
          />
        </>
      ) : (
        <Option
          store={store}
          field="delay"
          label={l10n.t('Delay in seconds')}
          placeholder={l10n.t('queue default')}
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
  readonly placeholder: string;
  readonly value: string;
  readonly wide?: boolean;
  /** Do not show what is wrong yet. */
  readonly quiet?: boolean;
  readonly onInput: (value: string) => void;
}

function Option({
  store,
  field,
  label,
  placeholder,
  value,
  wide = false,
  quiet = false,
  onInput,
}: OptionProps) {
  const refusal = store.failureField.value === field ? store.failure.value?.message : undefined;
  const problem = refusal ?? (quiet ? undefined : store.problems.value.fields[field]);
  return (
    <div class={wide ? 'option wide' : 'option'}>
      <span class="field-label" aria-hidden="true">
        {label}
      </span>
      <TextField
        label={label}
        placeholder={placeholder}
        value={value}
        invalid={problem !== undefined}
        describedBy={problem}
        onInput={onInput}
      />
      {problem !== undefined && <p class="field-problem">{problem}</p>}
    </div>
  );
}
