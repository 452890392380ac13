import { Field, TextRow } from '../shared/field.tsx';
import { Select, type SelectOption } from '../shared/select.tsx';
import type { AlarmDraft, AlarmField } from './alarmDraft.ts';
import type { AlarmStore } from './alarmStore.ts';

/** Fields whose value is a text. */
export type TextFieldName = {
  [F in AlarmField]: AlarmDraft[F] extends string ? F : never;
}[AlarmField];

interface AlarmRowProps {
  readonly store: AlarmStore;
  readonly name: TextFieldName;
  readonly label: string;
  readonly hint?: string | undefined;
}

/** A field that is typed into. */
export function AlarmTextRow({ store, name, label, hint }: AlarmRowProps) {
  return (
    <TextRow
      label={label}
      problem={store.problems.value[name]}
      hint={hint}
      value={store.draft.value?.[name] ?? ''}
      onInput={(text) => store.change({ [name]: text })}
    />
  );
}

interface ChoiceRowProps extends AlarmRowProps {
  readonly options: readonly SelectOption[];
  /** Writes a value that is none of the options; absent: as it is. */
  readonly write?: (value: string) => string;
  readonly onChange?: (value: string) => void;
}

/** A value out of a few; one that is none of them stays as it is. */
export function ChoiceRow({ store, name, label, hint, options, write, onChange }: ChoiceRowProps) {
  const value = store.draft.value?.[name] ?? '';
  const problem = store.problems.value[name];
  const all = options.some((option) => option.value === value)
    ? options
    : [...options, { value, label: write?.(value) ?? value }];
  return (
    <Field label={label} problem={problem} hint={hint}>
      <Select
        label={label}
        value={value}
        options={all}
        invalid={problem !== undefined}
        onChange={onChange ?? ((chosen) => store.change({ [name]: chosen }))}
      />
    </Field>
  );
}
