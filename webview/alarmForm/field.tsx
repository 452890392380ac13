import type { ComponentChildren } from 'preact';
import { Select, type SelectOption, TextField } from '../shared/controls.tsx';
import type { AlarmDraft, AlarmField } from './alarmDraft.ts';
import type { AlarmStore } from './alarmStore.ts';

/** Fields whose value is a text. */
export type TextFieldName = {
  [F in AlarmField]: AlarmDraft[F] extends string ? F : never;
}[AlarmField];

interface FieldProps {
  readonly store: AlarmStore;
  readonly name: AlarmField;
  readonly label: string;
  readonly hint?: string;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** A label, what is typed, and below it what is wrong, or a hint. */
export function Field({ store, name, label, hint, wide = false, children }: FieldProps) {
  const problem = store.problems.value[name];
  return (
    <div class={wide ? 'field wide' : 'field'}>
      <span class="field-label" aria-hidden="true">
        {label}
      </span>
      {children}
      {problem !== undefined && <p class="field-problem">{problem}</p>}
      {problem === undefined && hint !== undefined && <p class="hint">{hint}</p>}
    </div>
  );
}

interface TextRowProps {
  readonly store: AlarmStore;
  readonly name: TextFieldName;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
}

/** A field that is typed into. */
export function TextRow({ store, name, label, hint, placeholder }: TextRowProps) {
  const problem = store.problems.value[name];
  return (
    <Field store={store} name={name} label={label} {...(hint === undefined ? {} : { hint })}>
      <TextField
        label={label}
        value={store.draft.value?.[name] ?? ''}
        {...(placeholder === undefined ? {} : { placeholder })}
        invalid={problem !== undefined}
        describedBy={problem ?? hint}
        onInput={(text) => store.change({ [name]: text })}
      />
    </Field>
  );
}

interface ChoiceRowProps {
  readonly store: AlarmStore;
  readonly name: TextFieldName;
  readonly label: string;
  readonly hint?: string;
  readonly options: readonly SelectOption[];
  readonly onChange?: (value: string) => void;
}

/** A value out of a few; one that is none of them stays as it is. */
export function ChoiceRow({ store, name, label, hint, options, onChange }: ChoiceRowProps) {
  const value = store.draft.value?.[name] ?? '';
  const all = options.some((option) => option.value === value)
    ? options
    : [...options, { value, label: value }];
  return (
    <Field store={store} name={name} label={label} {...(hint === undefined ? {} : { hint })}>
      <Select
        label={label}
        value={value}
        options={all}
        invalid={store.problems.value[name] !== undefined}
        onChange={onChange ?? ((chosen) => store.change({ [name]: chosen }))}
      />
    </Field>
  );
}
