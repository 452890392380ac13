import { NUMBER_ATTRIBUTES, type NumberAttributeName } from '../../broker/api/queueAttributes.ts';
import { TextField } from '../shared/controls.tsx';
import type { EditorStore } from './editorStore.ts';
import { EditorField, fieldId } from './field.tsx';
import { LABELS } from './fieldTexts.ts';
import { describeRange } from './formRules.ts';
import { formatQuantity, parseQuantity } from './units.ts';

interface NumberFieldProps {
  readonly store: EditorStore;
  readonly name: NumberAttributeName;
}

/** A duration or a size, with its unit. */
export function NumberField({ store, name }: NumberFieldProps) {
  const typed = store.form.value.numbers[name];
  const problem = store.problems.value[name];
  const range = describeRange(name, store.maximumBytes.value);
  const { unit } = NUMBER_ATTRIBUTES[name];
  const value = parseQuantity(typed, unit);
  const read = value === undefined ? '' : formatQuantity(value, unit);
  // What was typed as plain seconds, in words.
  const hint = read === '' || read === typed.trim() ? range : `${read} · ${range}`;
  return (
    <EditorField store={store} name={name} attribute={name} label={LABELS[name]} hint={hint}>
      <TextField
        id={fieldId(name)}
        label={LABELS[name]}
        title={name}
        value={typed}
        invalid={problem !== undefined}
        describedBy={problem ?? hint}
        onInput={(text) => store.change({ numbers: { ...store.form.value.numbers, [name]: text } })}
      />
    </EditorField>
  );
}
