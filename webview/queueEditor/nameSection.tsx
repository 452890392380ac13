import * as l10n from '@vscode/l10n';
import { TextField } from '../shared/controls.tsx';
import { Select } from '../shared/select.tsx';
import { Field } from '../shared/field.tsx';
import type { EditorStore } from './editorStore.ts';
import { EditorField, fieldId } from './field.tsx';

const KINDS = [
  { value: 'standard', label: l10n.t('Standard') },
  { value: 'fifo', label: 'FIFO' },
];

/** Name and type of a queue to create; of another one they are in the title. */
export function NameSection({ store }: { readonly store: EditorStore }) {
  const { name, kind } = store.form.value;
  if (!store.isNew.value) {
    return (
      <header class="queue-title">
        <h2>{name}</h2>
        <span class="dim">{kind === 'fifo' ? l10n.t('FIFO queue') : l10n.t('Standard queue')}</span>
      </header>
    );
  }
  const problem = store.problems.value.name;
  const hint =
    kind === 'fifo'
      ? l10n.t('1 to 80 letters, digits, hyphens and underscores; .fifo is added if it is missing.')
      : l10n.t('1 to 80 letters, digits, hyphens and underscores');
  return (
    <section class="fields" aria-label={l10n.t('Queue')}>
      <EditorField store={store} name="name" label={l10n.t('Queue name')} hint={hint}>
        <TextField
          id={fieldId('name')}
          label={l10n.t('Queue name')}
          placeholder={kind === 'fifo' ? 'orders.fifo' : 'orders'}
          value={name}
          invalid={problem !== undefined}
          describedBy={problem ?? hint}
          onInput={store.changeName}
        />
      </EditorField>
      <Field label={l10n.t('Queue type')}>
        <Select
          label={l10n.t('Queue type')}
          value={kind}
          options={KINDS}
          onChange={(chosen) => store.changeKind(chosen === 'fifo' ? 'fifo' : 'standard')}
        />
      </Field>
    </section>
  );
}
