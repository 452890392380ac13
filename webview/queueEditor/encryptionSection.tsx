import * as l10n from '@vscode/l10n';
import { TextField } from '../shared/controls.tsx';
import { ChoiceField } from './choiceField.tsx';
import type { EditorStore } from './editorStore.ts';
import { EditorField, fieldId } from './field.tsx';
import { LABELS } from './fieldTexts.ts';
import { NumberField } from './numberField.tsx';
import type { QueueForm } from './queueForm.ts';

const KINDS: readonly { readonly value: QueueForm['encryption']; readonly label: string }[] = [
  { value: 'sqs', label: l10n.t('SSE-SQS: a key of Amazon SQS') },
  { value: 'kms', label: l10n.t('SSE-KMS: a KMS key') },
  { value: 'off', label: l10n.t('Off') },
];

/** Encryption on the server. */
export function EncryptionSection({ store }: { readonly store: EditorStore }) {
  const { encryption, kmsKeyId } = store.form.value;
  const problem = store.problems.value.KmsMasterKeyId;
  return (
    <section class="fields" aria-label={l10n.t('Encryption')}>
      <ChoiceField
        store={store}
        name="SqsManagedSseEnabled"
        id="encryption"
        label={l10n.t('Server-side encryption')}
        value={encryption}
        options={KINDS}
        onChange={(chosen) => store.change({ encryption: chosen as QueueForm['encryption'] })}
      />
      {encryption === 'kms' && (
        <>
          <EditorField
            store={store}
            name="KmsMasterKeyId"
            attribute="KmsMasterKeyId"
            label={LABELS.KmsMasterKeyId}
          >
            <TextField
              id={fieldId('KmsMasterKeyId')}
              label={LABELS.KmsMasterKeyId}
              title="KmsMasterKeyId"
              placeholder="alias/aws/sqs"
              value={kmsKeyId}
              invalid={problem !== undefined}
              describedBy={problem}
              onInput={(typed) => store.change({ kmsKeyId: typed })}
            />
          </EditorField>
          <NumberField store={store} name="KmsDataKeyReusePeriodSeconds" />
        </>
      )}
    </section>
  );
}
