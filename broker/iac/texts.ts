import * as l10n from '@vscode/l10n';
import { MAXIMUM_RESULT_LENGTH } from './limits.ts';
import type { Known, ReferenceText, Unknown, Value } from './model.ts';
import { resolve } from './resolve.ts';
import { type Bound, joinText, plainText, type Resolved, type TextValue } from './resolved.ts';
import { type Place, rangeOf, unknownAt } from './source.ts';

/** `yes`, `on` and their like are booleans in YAML 1.1, which CloudFormation reads. */
const TRUE = /^(?:true|yes|on|y)$/i;
const FALSE = /^(?:false|no|off|n)$/i;
const WHOLE_NUMBER = /^[+-]?\d+$/;
/** In YAML 1.1, such a number is an octal one, and in YAML 1.2 a decimal one. */
const OCTAL = /^[+-]?0[0-7]+$/;
/** A number as JSON writes it. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function known<T>(at: Place, value: T): Known<T> {
  return { isKnown: true, value, range: rangeOf(at) };
}

/** Why something is not a text, a number or the like. */
function mistaken(value: Resolved, message: string): Unknown {
  return unknownAt(value.at, value.kind === 'unknown' ? value.reason : message);
}

/** @returns undefined if it is absent */
export function readText(bound: Bound | undefined): Value<ReferenceText> | undefined {
  const value = bound && resolve(bound);
  if (value === undefined || value.kind === 'absent') return undefined;
  return value.kind === 'text'
    ? known(value.at, value.text)
    : mistaken(value, l10n.t('This must be a text.'));
}

/** A text that names no queue or function of the model. */
export function readPlainText(bound: Bound | undefined): Value<string> | undefined {
  const value = bound && resolve(bound);
  if (value === undefined || value.kind === 'absent') return undefined;
  if (value.kind !== 'text') return mistaken(value, l10n.t('This must be a text.'));
  const text = plainText(value.text);
  return text === undefined
    ? unknownAt(value.at, l10n.t('It depends on the name of another resource.'))
    : known(value.at, text);
}

/** A whole number, or a text that is one. */
export function readNumber(bound: Bound | undefined): Value<number> | undefined {
  const value = bound && resolve(bound);
  if (value === undefined || value.kind === 'absent') return undefined;
  const text = value.kind === 'text' ? plainText(value.text)?.trim() : undefined;
  if (text === undefined || !WHOLE_NUMBER.test(text)) {
    return mistaken(value, l10n.t('This must be a whole number.'));
  }
  if (value.kind === 'text' && !value.isQuoted && OCTAL.test(text)) {
    return unknownAt(
      value.at,
      l10n.t('{0} is an octal number in YAML 1.1. Write it without zeros before it.', text),
    );
  }
  return known(value.at, Number(text));
}

export function readBoolean(bound: Bound | undefined): Value<boolean> | undefined {
  const value = bound && resolve(bound);
  if (value === undefined || value.kind === 'absent') return undefined;
  const text = value.kind === 'text' ? plainText(value.text) : undefined;
  if (text !== undefined && TRUE.test(text)) return known(value.at, true);
  if (text !== undefined && FALSE.test(text)) return known(value.at, false);
  return mistaken(value, l10n.t('This must be true or false.'));
}

/** The elements of a list, without those that are absent. A single value is a list of one. */
export function listItems(bound: Bound | undefined): readonly Bound[] | Unknown {
  const value = bound && resolve(bound);
  if (bound === undefined || value === undefined || value.kind === 'absent') return [];
  if (value.kind === 'unknown') return unknownAt(value.at, value.reason);
  if (value.kind !== 'list') return [bound];
  return value.items.filter((item) => resolve(item).kind !== 'absent');
}

export function isList(items: readonly Bound[] | Unknown): items is readonly Bound[] {
  return !('isKnown' in items);
}

/** A list of texts, or a text with commas between them. */
export function listTexts(bound: Bound): Value<readonly string[]> {
  const value = resolve(bound);
  if (value.kind === 'text') {
    const text = plainText(value.text);
    if (text !== undefined)
      return known(
        value.at,
        text.split(',').map((part) => part.trim()),
      );
  }
  if (value.kind !== 'list') return mistaken(value, l10n.t('This must be a list of texts.'));
  const texts: string[] = [];
  for (const item of value.items) {
    const text = readPlainText(item);
    if (text === undefined) continue;
    if (!text.isKnown) return text;
    texts.push(text.value);
  }
  return known(value.at, texts);
}

/** How plain numbers become JSON: `quoted` in policies, where an account ID is a text. */
export type NumberStyle = 'number' | 'quoted';

/** A value as JSON text; a text that is JSON already is taken as it is. */
export function readJsonText(
  bound: Bound | undefined,
  numbers: NumberStyle,
): Value<ReferenceText> | undefined {
  const value = bound && resolve(bound);
  if (value === undefined || value.kind === 'absent') return undefined;
  if (value.kind === 'text') return known(value.at, value.text);
  const parts: ReferenceText[number][] = [];
  const failure = writeJson(value, numbers, parts);
  if (failure !== undefined) return failure;
  const text = joinText(parts);
  const length = text.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
  return length > MAXIMUM_RESULT_LENGTH
    ? unknownAt(value.at, l10n.t('The text is too long.'))
    : known(value.at, text);
}

/** @returns what is not known */
function writeJson(
  value: Resolved,
  numbers: NumberStyle,
  into: ReferenceText[number][],
): Unknown | undefined {
  switch (value.kind) {
    case 'unknown':
      return unknownAt(value.at, value.reason);
    case 'absent':
      into.push('null');
      return undefined;
    case 'text':
      into.push(...quoteText(value, numbers));
      return undefined;
    case 'list': {
      const items = value.items.map(resolve).filter(({ kind }) => kind !== 'absent');
      into.push('[');
      for (const [index, item] of items.entries()) {
        if (index > 0) into.push(',');
        const failure = writeJson(item, numbers, into);
        if (failure !== undefined) return failure;
      }
      into.push(']');
      return undefined;
    }
    case 'map': {
      let separator = '{';
      for (const [name, entry] of value.entries) {
        const part = resolve(entry);
        if (part.kind === 'absent') continue;
        into.push(separator, JSON.stringify(name), ':');
        separator = ',';
        const failure = writeJson(part, numbers, into);
        if (failure !== undefined) return failure;
      }
      into.push(separator === '{' ? '{}' : '}');
      return undefined;
    }
  }
}

function quoteText({ text, isQuoted }: TextValue, numbers: NumberStyle): ReferenceText {
  const plain = plainText(text);
  if (plain !== undefined && !isQuoted) {
    if (plain === 'true' || plain === 'false') return [plain];
    if (numbers === 'number' && JSON_NUMBER.test(plain)) return [plain];
  }
  const parts = text.map((part) => (typeof part === 'string' ? JSON.stringify(part).slice(1, -1) : part));
  return ['"', ...parts, '"'];
}
