import type { ComponentChildren } from 'preact';
import * as l10n from '@vscode/l10n';
import type { SettableAttribute } from '../../broker/api/queueAttributes.ts';
import type { EditorStore } from './editorStore.ts';
import { explainValue } from './fieldTexts.ts';
import type { Field as FieldName } from './formRules.ts';

/** The id of the element that a field is typed into. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

interface FieldProps {
  readonly store: EditorStore;
  readonly name: FieldName;
  readonly label: string;
  readonly hint?: string;
  /** The attribute that it is, for what others have changed. */
  readonly attribute?: SettableAttribute;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** A label, what is typed, and below it what is wrong, what others have changed, or a hint. */
export function Field({ store, name, label, hint, attribute, wide = false, children }: FieldProps) {
  const problem = store.problems.value[name];
  const isConflict = attribute !== undefined && store.conflicts.value.includes(attribute);
  return (
    <div class={wide ? 'field wide' : 'field'}>
      <span class="field-label" aria-hidden="true">
        {label}
      </span>
      {children}
      {problem !== undefined && <p class="field-problem">{problem}</p>}
      {isConflict && (
        <p class="field-conflict">
          <span class="codicon codicon-warning" aria-hidden="true" />{' '}
          {l10n.t('Changed meanwhile to {0}.', explainValue(attribute, store.current.value[attribute] ?? ''))}{' '}
          <button type="button" class="link" onClick={() => store.revert({ id: attribute })}>
            {l10n.t('Use This Value')}
          </button>
        </p>
      )}
      {problem === undefined && !isConflict && hint !== undefined && <p class="hint">{hint}</p>}
    </div>
  );
}
