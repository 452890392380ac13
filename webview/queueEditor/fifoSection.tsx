import * as l10n from '@vscode/l10n';
import { DEDUPLICATION_SCOPES, THROUGHPUT_LIMITS } from '../../broker/api/queueAttributes.ts';
import { ChoiceField } from './choiceField.tsx';
import type { EditorStore } from './editorStore.ts';
import { CHOICES, LABELS } from './fieldTexts.ts';

const ON_OR_OFF = [
  { value: 'false', label: l10n.t('Off') },
  { value: 'true', label: l10n.t('On') },
];
const SCOPES = DEDUPLICATION_SCOPES.map((value) => ({ value, label: CHOICES[value] }));
const LIMITS = THROUGHPUT_LIMITS.map((value) => ({ value, label: CHOICES[value] }));

/** What only FIFO queues have. */
export function FifoSection({ store }: { readonly store: EditorStore }) {
  const form = store.form.value;
  if (form.kind !== 'fifo') return null;
  return (
    <section class="fields" aria-label="FIFO">
      <ChoiceField
        store={store}
        name="ContentBasedDeduplication"
        label={LABELS.ContentBasedDeduplication}
        hint={l10n.t('Without it, each send needs a deduplication ID.')}
        value={String(form.contentBasedDeduplication)}
        options={ON_OR_OFF}
        onChange={(value) => store.change({ contentBasedDeduplication: value === 'true' })}
      />
      <ChoiceField
        store={store}
        name="DeduplicationScope"
        label={LABELS.DeduplicationScope}
        value={form.deduplicationScope}
        options={SCOPES}
        onChange={(deduplicationScope) => store.change({ deduplicationScope })}
      />
      <ChoiceField
        store={store}
        name="FifoThroughputLimit"
        label={LABELS.FifoThroughputLimit}
        value={form.throughputLimit}
        options={LIMITS}
        onChange={(throughputLimit) => store.change({ throughputLimit })}
      />
    </section>
  );
}
