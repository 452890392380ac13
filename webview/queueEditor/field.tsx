import type { ComponentChildren } from 'preact';
import * as l10n from '@vscode/l10n';
import type { SettableAttribute } from '../../broker/api/queueAttributes.ts';
import { Icon } from '../shared/controls.tsx';
import { Field } from '../shared/field.tsx';
import type { EditorStore } from './editorStore.ts';
import { explainValue } from './fieldTexts.ts';
import type { Field as FieldName } from './formRules.ts';

/** The id of the element that a field is typed into. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

interface EditorFieldProps {
  readonly store: EditorStore;
  readonly name: FieldName;
  readonly label: string;
  readonly hint?: string | undefined;
  /** The attribute that it is, for what others have changed. */
  readonly attribute?: SettableAttribute;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** A field, below which is what is wrong, what others have changed, or a hint. */
export function EditorField({ store, name, label, hint, attribute, wide, children }: EditorFieldProps) {
  const isConflict = attribute !== undefined && store.conflicts.value.includes(attribute);
  return (
    <Field
      label={label}
      problem={store.problems.value[name]}
      hint={hint}
      note={isConflict ? <Conflict store={store} attribute={attribute} /> : undefined}
      {...(wide === undefined ? {} : { wide })}
    >
      {children}
    </Field>
  );
}

function Conflict({
  store,
  attribute,
}: Pick<EditorFieldProps, 'store'> & { readonly attribute: SettableAttribute }) {
  return (
    <p class="field-conflict">
      <Icon name="warning" />{' '}
      {l10n.t('Changed meanwhile to {0}.', explainValue(attribute, store.current.value[attribute] ?? ''))}{' '}
      <button type="button" class="link" onClick={() => store.revert({ id: attribute })}>
        {l10n.t('Use This Value')}
      </button>
    </p>
  );
}
