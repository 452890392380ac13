import { invertedEffects } from '@codemirror/commands';
import { Compartment, EditorState, type Extension, StateEffect, StateField, Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

export type LineBreak = '\n' | '\r\n' | '\r';

const ANY_BREAK = /\r\n?|\n/g;

/**
 * What separates the lines of a body. Where breaks are mixed, a carriage return stays a character of its line: whatever the
 * editor splits, it must give back byte for byte.
 */
export function findLineBreak(body: string): LineBreak {
  const feed = body.indexOf('\n');
  if (feed < 0) return body.includes('\r') ? '\r' : '\n';
  return /(?<!\r)\n|\r(?!\n)/.test(body) ? '\n' : '\r\n';
}

/** Splits a body for the editor. */
export function splitLines(body: string, lineBreak: LineBreak): Text {
  return Text.of(body.split(lineBreak));
}

/** Gives a pasted text the line breaks of the body that it goes into. */
export function adaptBreaks(pasted: string, lineBreak: string): string {
  return pasted.replaceAll(ANY_BREAK, lineBreak);
}

/** Goes with a change that brings a body with other line breaks. */
export const setLineBreak = StateEffect.define<LineBreak>();

const current = StateField.define<LineBreak>({
  create: () => '\n',
  update: (value, { effects }) =>
    effects.reduce((last, effect) => (effect.is(setLineBreak) ? effect.value : last), value),
});

const separator = new Compartment();

/** Keeps the line breaks of the body that is shown, through edits, pasting and undo. */
export const keptLineBreaks: Extension = [
  current,
  separator.of(EditorState.lineSeparator.of('\n')),
  EditorState.transactionExtender.of(({ effects }) => {
    const changed = effects.find((effect) => effect.is(setLineBreak));
    if (changed === undefined) return null;
    return { effects: separator.reconfigure(EditorState.lineSeparator.of(changed.value)) };
  }),
  invertedEffects.of(({ startState, effects }) =>
    effects.some((effect) => effect.is(setLineBreak)) ? [setLineBreak.of(startState.field(current))] : [],
  ),
  EditorView.clipboardInputFilter.of((pasted, { lineBreak }) => adaptBreaks(pasted, lineBreak)),
];
