import type { SettableAttribute } from '../../broker/api/queueAttributes.ts';
import { Select, type SelectOption } from '../shared/select.tsx';
import type { EditorStore } from './editorStore.ts';
import { EditorField, fieldId } from './field.tsx';

interface ChoiceFieldProps {
  readonly store: EditorStore;
  readonly name: SettableAttribute;
  /** Of the element, where it is another than the attribute’s. */
  readonly id?: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
}

/** A value out of a few. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { store, name, label, hint, value, options, onChange } = props;
  return (
    <EditorField store={store} name={name} attribute={name} label={label} hint={hint}>
      <Select
        id={fieldId(props.id ?? name)}
        label={label}
        value={value}
        options={options}
        invalid={store.problems.value[name] !== undefined}
        onChange={onChange}
      />
    </EditorField>
  );
}
