/** What `--help` says, in the language of the texts. */
export interface Help {
  /** What the command does. */
  readonly purpose: string;
  /** How it is called, and what each form does. */
  readonly forms: readonly (readonly [form: string, does: string])[];
  readonly options: readonly (readonly [option: string, does: string])[];
  readonly notes: readonly string[];
}

/** Two columns, the first as wide as its longest entry. */
export function formatHelp({ purpose, forms, options, notes }: Help): string {
  return [
    purpose,
    '',
    ...align(forms),
    '',
    ...align(options).map((line) => `  ${line}`),
    '',
    ...notes,
    '',
  ].join('\n');
}

function align(rows: readonly (readonly [left: string, right: string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => (right === '' ? left : `${left.padEnd(width)}  ${right}`));
}
