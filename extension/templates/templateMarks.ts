import { Diagnostic, type DiagnosticSeverity, type Disposable, languages, Range, Uri } from 'vscode';
import type { SourceRange } from '../../broker/iac/model.ts';
import { SOURCE } from '../definitions/applyText.ts';

/** Something about a template, at its place. */
export interface TemplateMark {
  readonly file: Uri;
  readonly range: SourceRange;
  readonly message: string;
  readonly severity: DiagnosticSeverity;
  /** The rule that says it; absent: none. */
  readonly code?: string;
}

/** Where marks are from: what the broker says of a template that is used, and what its text says. */
export type MarkOrigin = 'used' | 'text';

/** The marks of all templates. Several templates may have some in the same file. */
export class TemplateMarks implements Disposable {
  readonly #collection = languages.createDiagnosticCollection('queueside.templates');
  readonly #marks: Readonly<Record<MarkOrigin, Map<string, readonly TemplateMark[]>>> = {
    used: new Map(),
    text: new Map(),
  };

  /** Replaces the marks of a template that are from there. */
  set(origin: MarkOrigin, template: Uri, marks: readonly TemplateMark[]): void {
    const key = template.toString();
    const old = this.#marks[origin].get(key) ?? [];
    if (marks.length > 0) this.#marks[origin].set(key, marks);
    else this.#marks[origin].delete(key);
    for (const file of new Set([...old, ...marks].map((mark) => mark.file.toString()))) this.#draw(file);
  }

  dispose(): void {
    this.#collection.dispose();
  }

  /**
   * One mistake has one mark. If the broker and a check say the same, the check knows the place better; of two at one place, the
   * one that says what becomes of it stays.
   */
  #draw(file: string): void {
    const text = this.#list('text', file);
    const said = new Set(text.map(({ message }) => message));
    const used = this.#list('used', file).filter(({ message }) => !said.has(message));
    const worst = new Map<string, DiagnosticSeverity>();
    const shown = [...used, ...text].filter(({ range, severity }) => {
      const place = `${range.start} ${range.end}`;
      const other = worst.get(place);
      if (other !== undefined && other <= severity) return false;
      worst.set(place, severity);
      return true;
    });
    this.#collection.set(Uri.parse(file), shown.map(createMark));
  }

  #list(origin: MarkOrigin, file: string): readonly TemplateMark[] {
    return [...this.#marks[origin].values()].flat().filter((mark) => mark.file.toString() === file);
  }
}

function createMark({ range, message, severity, code }: TemplateMark): Diagnostic {
  const diagnostic = new Diagnostic(toRange(range), message, severity);
  diagnostic.source = SOURCE;
  if (code !== undefined) diagnostic.code = code;
  return diagnostic;
}

export function toRange({ line, character, endLine, endCharacter }: SourceRange): Range {
  return new Range(line, character, endLine, endCharacter);
}
