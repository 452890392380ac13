import * as l10n from '@vscode/l10n';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { linter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { checkJson, codeHighlight, codeTheme } from '../shared/codeLook.ts';

interface PolicyViewOptions {
  readonly parent: HTMLElement;
  readonly styleNonce: string;
  /** Spoken name. */
  readonly label: string;
  readonly onChange: (policy: string) => void;
}

/** Of a change that comes from outside the editor. */
const isGiven = Annotation.define<boolean>();

/** Makes an empty editor. Tab leaves it, as in a form. */
export function createPolicyView({ parent, styleNonce, label, onChange }: PolicyViewOptions): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        EditorView.cspNonce.of(styleNonce),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.lineWrapping,
        lineNumbers(),
        foldGutter(),
        history(),
        drawSelection(),
        bracketMatching(),
        indentOnInput(),
        indentUnit.of('  '),
        placeholder(l10n.t('No policy: only the account of the queue may use it.')),
        json(),
        syntaxHighlighting(codeHighlight),
        codeTheme,
        keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
        EditorView.updateListener.of((update) => {
          const isTyped = update.transactions.some(
            (transaction) => transaction.docChanged && transaction.annotation(isGiven) !== true,
          );
          if (isTyped) onChange(update.state.doc.toString());
        }),
        linter(null),
      ],
    }),
  });
}

/** Shows another policy; nothing happens if it is the one that is shown. */
export function replacePolicy(view: EditorView, policy: string): void {
  const { doc } = view.state;
  if (doc.toString() === policy) return;
  view.dispatch({ changes: { from: 0, to: doc.length, insert: policy }, annotations: isGiven.of(true) });
}

/** Marks a mistake in the JSON, or else the part that the broker would reject. */
export function markProblem(
  view: EditorView,
  place: { readonly offset: number; readonly length: number } | undefined,
  text: string,
): void {
  const mistakes = checkJson(view);
  const { length } = view.state.doc;
  const diagnostics =
    mistakes.length > 0 || place === undefined || place.offset >= length
      ? mistakes
      : [
          {
            from: place.offset,
            to: Math.min(length, place.offset + Math.max(1, place.length)),
            severity: 'error' as const,
            message: text,
          },
        ];
  view.dispatch(setDiagnostics(view.state, diagnostics));
}
