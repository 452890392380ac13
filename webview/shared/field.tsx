import type { ComponentChildren } from 'preact';
import { TextField, type TextFieldProps } from './controls.tsx';

interface FieldProps {
  readonly label: string;
  /** What is wrong; it takes the place of the hint. */
  readonly problem?: string | undefined;
  readonly hint?: string | undefined;
  /** Takes the place of the hint, too. */
  readonly note?: ComponentChildren;
  /** Over all columns of the form. */
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** A label, what is typed or chosen, and below it what is wrong, or a hint. In a row of fields each of these has its line. */
export function Field({ label, problem, hint, note, wide = false, children }: FieldProps) {
  return (
    <div class={wide ? 'field wide' : 'field'}>
      <span class="field-label" aria-hidden="true">
        {label}
      </span>
      <div class="field-control">{children}</div>
      <div class="field-notes">
        {problem !== undefined && <p class="field-problem">{problem}</p>}
        {note}
        {problem === undefined && note === undefined && hint !== undefined && <p class="hint">{hint}</p>}
      </div>
    </div>
  );
}

type TextRowProps = Omit<FieldProps, 'children'> &
  Omit<TextFieldProps, 'invalid' | 'describedBy' | 'children'>;

/** A field that is typed into. */
export function TextRow({ label, problem, hint, note, wide = false, ...field }: TextRowProps) {
  return (
    <Field label={label} problem={problem} hint={hint} note={note} wide={wide}>
      <TextField label={label} invalid={problem !== undefined} describedBy={problem ?? hint} {...field} />
    </Field>
  );
}
