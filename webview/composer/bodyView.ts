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
import { forceLinting, linter, lintKeymap } from '@codemirror/lint';
import {
  Annotation,
  Compartment,
  EditorState,
  type Extension,
  StateEffect,
  type StateEffectType,
  StateField,
  type Text,
  Transaction,
} from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import { checkJson, codeHighlight, codeTheme } from '../shared/codeLook.ts';
import { writeCharacters } from '../shared/writtenCharacters.ts';
import { describeIllegalCharacter } from './characterRules.ts';
import { joinPaste } from './joinPaste.ts';
import { findLineBreak, keptLineBreaks, type LineBreak, setLineBreak, splitLines } from './lineBreaks.ts';

interface BodyViewOptions {
  readonly parent: HTMLElement;
  readonly styleNonce: string;
  readonly onChange: (body: string) => void;
  /** A body that came of pasting a large text; it is for the caller to show it. */
  readonly onPasted: (body: string) => void;
}

const LINT_DELAY_MS = 400;

/**
 * Larger bodies, and those with longer lines, are shown without what takes the browser longer than a moment: at first
 * without colours and checks, then without wrapped lines too.
 */
const COLOURED = { length: 32_768, lineLength: 2_000 };
const WRAPPED = { length: 65_536, lineLength: 10_000 };

/** The editor takes more than a moment to read a text with more lines, and to give it back at each key. */
const MAXIMUM_LINES = 20_000;
const SHOWN_LINES = 1_000;

/** Of a change that comes from outside the editor. */
const isGiven = Annotation.define<boolean>();

function findLast<T>({ effects }: Pick<Transaction, 'effects'>, type: StateEffectType<T>): T | undefined {
  return effects.reduce<T | undefined>((last, effect) => (effect.is(type) ? effect.value : last), undefined);
}

const setFormat = StateEffect.define<'text' | 'json'>();

/** What the body is treated as. */
const bodyFormat = StateField.define<'text' | 'json'>({
  create: () => 'text',
  update: (format, transaction) => findLast(transaction, setFormat) ?? format,
});

const setCut = StateEffect.define<boolean>();

/** Only the start of the body is shown, which cannot be edited. */
const isCutOff = StateField.define<boolean>({
  create: () => false,
  update: (isCut, transaction) => findLast(transaction, setCut) ?? isCut,
  provide: (field) => EditorState.readOnly.from(field),
});

/** Display features that make a body easier to read, unless it is too large. */
const aids = new Compartment();
const noAids: Extension = [];
const writtenCharacters = writeCharacters(describeIllegalCharacter);
const textAids: Extension = [EditorView.lineWrapping, writtenCharacters];
const jsonAids: Extension = [
  EditorView.lineWrapping,
  writtenCharacters,
  foldGutter(),
  bracketMatching(),
  json(),
  linter(checkJson, { delay: LINT_DELAY_MS }),
];

function chooseAids(format: 'text' | 'json', isCut: boolean, text: Text): Extension {
  if (!fits(text, WRAPPED)) return noAids;
  // The start of a JSON text is none.
  return format === 'json' && !isCut && fits(text, COLOURED) ? jsonAids : textAids;
}

/** Changes the aids in the same step as the text, so that a large one is never laid out with them. */
const keepAids = EditorState.transactionExtender.of((transaction) => {
  const { startState, newDoc, docChanged } = transaction;
  const format = findLast(transaction, setFormat);
  const isCut = findLast(transaction, setCut);
  if (!docChanged && format === undefined && isCut === undefined) return null;
  const wanted = chooseAids(
    format ?? startState.field(bodyFormat),
    isCut ?? startState.field(isCutOff),
    newDoc,
  );
  return wanted === aids.get(startState) ? null : { effects: aids.reconfigure(wanted) };
});

function fits(text: Text, { length, lineLength }: typeof WRAPPED): boolean {
  if (text.length > length) return false;
  for (const line of text.iterLines()) if (line.length > lineLength) return false;
  return true;
}

/** Makes an empty editor. Tab leaves it, as in a form; Ctrl+Enter (Cmd+Enter on macOS) is the page's. */
export function createBodyView(options: BodyViewOptions): EditorView {
  return new EditorView({
    parent: options.parent,
    state: EditorState.create({
      extensions: [
        EditorView.cspNonce.of(options.styleNonce),
        lineNumbers(),
        history(),
        keptLineBreaks,
        drawSelection(),
        highlightActiveLine(),
        indentOnInput(),
        indentUnit.of('  '),
        EditorView.contentAttributes.of({ 'aria-label': l10n.t('Message body'), tabindex: '0' }),
        placeholder(l10n.t('Type a message: text or JSON')),
        syntaxHighlighting(codeHighlight),
        codeTheme,
        bodyFormat,
        aids.of(textAids),
        isCutOff,
        keepAids,
        EditorView.domEventHandlers({
          paste: (event, view) => {
            const body = findLargePaste(event, view);
            if (body === undefined) return false;
            options.onPasted(body);
            return true;
          },
        }),
        keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
        EditorView.updateListener.of((update) => {
          const isTyped = update.transactions.some(
            (transaction) => transaction.docChanged && transaction.annotation(isGiven) !== true,
          );
          if (isTyped) options.onChange(update.state.sliceDoc());
        }),
      ],
    }),
  });
}

/** The body that a paste makes, when the pasted text alone is a large one: it is shown as any other. */
function findLargePaste(event: ClipboardEvent, { state }: EditorView): string | undefined {
  const pasted = event.clipboardData?.getData('text/plain') ?? '';
  if (state.readOnly || pasted.length <= WRAPPED.length) return undefined;
  return joinPaste(state, pasted);
}

/** Highlights and checks JSON, or leaves text alone. */
export function setBodyLanguage(view: EditorView, format: 'text' | 'json'): void {
  if (view.state.field(bodyFormat) === format) return;
  view.dispatch({ effects: setFormat.of(format) });
  if (format === 'json') forceLinting(view);
}

/**
 * Shows another text; of one with very many lines only the start, which cannot be edited.
 * @param isUndoable whether undo brings back the text before it
 * @returns whether only its start is shown
 */
export function replaceBody(view: EditorView, body: string, isUndoable: boolean): boolean {
  const lineBreak = findLineBreak(body);
  const isCut = findLine(body, lineBreak, MAXIMUM_LINES) !== undefined;
  const shown = isCut ? body.slice(0, findLine(body, lineBreak, SHOWN_LINES)) : body;
  const { doc, readOnly } = view.state;
  if (isCut === readOnly && isSame(view.state, shown)) return isCut;
  view.dispatch({
    changes: { from: 0, to: doc.length, insert: splitLines(shown, lineBreak) },
    effects: [setCut.of(isCut), setLineBreak.of(lineBreak)],
    // Undo must not bring back the start of a body as if it were all of it.
    annotations: [isGiven.of(true), Transaction.addToHistory.of(isUndoable && !isCut && !readOnly)],
  });
  return isCut;
}

function isSame(state: EditorState, body: string): boolean {
  const length = state.doc.length + (state.doc.lines - 1) * (state.lineBreak.length - 1);
  return length === body.length && state.sliceDoc() === body;
}

/** The end of so many lines, where a line break begins; undefined when the text has no more than them. */
function findLine(text: string, lineBreak: LineBreak, count: number): number | undefined {
  let at = -1;
  for (let line = 0; line < count; line += 1) {
    at = text.indexOf(lineBreak, at + 1);
    if (at === -1) return undefined;
  }
  return at;
}
