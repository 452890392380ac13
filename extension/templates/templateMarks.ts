import { Diagnostic, type DiagnosticSeverity, type Disposable, languages, Range, Uri } from 'vscode';
import type { IacRule } from '../../broker/iac/checks/finding.ts';
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

/** Rules about one value, of which the broker has words of its own. */
const VALUE_RULES: ReadonlySet<string> = new Set<IacRule>([
  'valueOutOfRange',
  'fifoAttribute',
  'deadLetterType',
]);

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
   * One mistake has one mark. If the broker and a check say the same, the check knows the place better; what says as well what
   * becomes of it stays. Different mistakes at one place are all shown.
   */
  #draw(file: string): void {
    const text = this.#list('text', file);
    const used = this.#list('used', file).filter((mark) => !text.some((other) => isSaidBy(mark, other)));
    const others = text.filter((mark) => !used.some((other) => isPartOf(mark, other)));
    // Two templates may lead to one file.
    const shown = new Map(
      [...used, ...others].map((mark) => [`${mark.range.start} ${mark.range.end} ${mark.message}`, mark]),
    );
    this.#collection.set(Uri.parse(file), [...shown.values()].map(createMark));
  }

  #list(origin: MarkOrigin, file: string): readonly TemplateMark[] {
    return [...this.#marks[origin].values()].flat().filter((mark) => mark.file.toString() === file);
  }
}

/** Whether a check says the same as the broker: in the same words, or with a rule about the same value. */
function isSaidBy(used: TemplateMark, text: TemplateMark): boolean {
  if (used.message === text.message) return true;
  const isAboutValue = text.code !== undefined && VALUE_RULES.has(text.code);
  return isAboutValue && isAtSamePlace(used, text) && used.severity === text.severity;
}

/** Whether the broker's mark begins with what the text says, and goes on with what becomes of it. */
function isPartOf(text: TemplateMark, used: TemplateMark): boolean {
  return isAtSamePlace(text, used) && used.message.startsWith(text.message);
}

function isAtSamePlace({ range: left }: TemplateMark, { range: right }: TemplateMark): boolean {
  return left.start === right.start && left.end === right.end;
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
