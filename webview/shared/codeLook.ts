import { HighlightStyle } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { findJsonProblem } from './jsonProblem.ts';

// The debug view's colours of values are the only token colours that VS Code gives to webviews.
export const codeHighlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--vscode-debugTokenExpression-name)' },
  { tag: tags.string, color: 'var(--vscode-debugTokenExpression-string)' },
  { tag: tags.number, color: 'var(--vscode-debugTokenExpression-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--vscode-debugTokenExpression-boolean)' },
]);

export const codeTheme = EditorView.theme({
  '&': {
    height: '100%',
    backgroundColor: 'var(--vscode-input-background)',
    color: 'var(--vscode-editor-foreground)',
    fontSize: 'var(--vscode-editor-font-size, 12px)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--vscode-editor-font-family)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--vscode-editorCursor-foreground)', padding: '4px 0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--vscode-editorCursor-foreground)' },
  '.cm-placeholder': { color: 'var(--vscode-input-placeholderForeground)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--vscode-editor-selectionBackground)',
  },
  '.cm-activeLine': { backgroundColor: 'var(--vscode-editor-lineHighlightBackground, transparent)' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    border: 'none',
    color: 'var(--vscode-descriptionForeground)',
  },
  '.cm-foldGutter .cm-gutterElement': { color: 'var(--vscode-icon-foreground)', cursor: 'pointer' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--vscode-editorBracketMatch-background)',
    outline: '1px solid var(--vscode-editorBracketMatch-border)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--vscode-editorHoverWidget-background)',
    border: '1px solid var(--vscode-editorHoverWidget-border)',
    color: 'var(--vscode-editorHoverWidget-foreground)',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--vscode-editorError-foreground)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--vscode-editorError-foreground)',
    textUnderlineOffset: '3px',
  },
});

/** Marks the first mistake of a JSON text; nothing in an empty one. */
export function checkJson({ state: { doc } }: EditorView): Diagnostic[] {
  const body = doc.toString();
  const problem = body.trim() === '' ? undefined : findJsonProblem(body);
  if (problem === undefined) return [];
  // The editor draws no mark under nothing: at the end it goes under what comes before.
  const from = Math.min(problem.offset, Math.max(0, doc.length - 1));
  const to = Math.min(doc.length, Math.max(from + 1, problem.offset + problem.length));
  return [{ from, to, severity: 'error', message: problem.text }];
}
