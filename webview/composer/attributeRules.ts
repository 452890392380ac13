import * as l10n from '@vscode/l10n';
import type { DraftAttribute } from '../protocol.ts';
import { isBase64 } from './base64.ts';
import { describeIllegalCharacter, findIllegalCharacters } from './characterRules.ts';

/** The service's limit on user attributes of one message. */
export const MAXIMUM_ATTRIBUTES = 10;

const MAXIMUM_NAME_LENGTH = 256;
const MAXIMUM_TYPE_LENGTH = 256;
const MAXIMUM_SIGNIFICANT_DIGITS = 38;
const LARGEST_EXPONENT = 126;
const SMALLEST_EXPONENT = -128;

/** What is wrong with one row of the grid, by field; absent: nothing. */
export interface AttributeProblems {
  readonly name?: string;
  readonly label?: string;
  readonly value?: string;
}

/** The full type that is sent: `Number`, `Number.int`. */
export function joinAttributeType(attribute: Pick<DraftAttribute, 'type' | 'label'>): string {
  return attribute.label === '' ? attribute.type : `${attribute.type}.${attribute.label}`;
}

/**
 * Checks all rows by the rules of SendMessage for message attributes. The answer has one entry per row, in order.
 * A row in which nothing is typed yet has no problems: it is not sent.
 */
export function findAttributeProblems(attributes: readonly DraftAttribute[]): AttributeProblems[] {
  const nameCounts = new Map<string, number>();
  for (const { name } of attributes) nameCounts.set(name, (nameCounts.get(name) ?? 0) + 1);
  return attributes.map((attribute) => {
    if (isBlankAttribute(attribute)) return {};
    const isDuplicate = (nameCounts.get(attribute.name) ?? 0) > 1;
    const name =
      findNameProblem(attribute.name) ??
      (isDuplicate ? l10n.t('Another attribute has this name.') : undefined);
    const label = findLabelProblem(attribute);
    const value = findValueProblem(attribute);
    return {
      ...(name === undefined ? {} : { name }),
      ...(label === undefined ? {} : { label }),
      ...(value === undefined ? {} : { value }),
    };
  });
}

/** True for a row that was added but not filled: it is left out of the message. */
export function isBlankAttribute(attribute: DraftAttribute): boolean {
  return attribute.name === '' && attribute.value === '' && attribute.label === '';
}

/** The rule that an attribute name breaks, or undefined. Case-sensitive; 1-256 characters. */
export function findNameProblem(name: string): string | undefined {
  if (name === '') return l10n.t('Enter a name.');
  if (name.length > MAXIMUM_NAME_LENGTH)
    return l10n.t('A name can have at most {0} characters.', MAXIMUM_NAME_LENGTH);
  if (!/^[\p{Script=Latin}0-9_.-]+$/u.test(name))
    return l10n.t('Use letters, digits, underscores, hyphens and periods.');
  if (/^(aws|amazon)\./iu.test(name))
    return l10n.t('Names that start with “AWS.” or “Amazon.” are reserved.');
  if (name.startsWith('.') || name.endsWith('.')) return l10n.t('A name cannot start or end with a period.');
  if (name.includes('..')) return l10n.t('A name cannot have two periods in a row.');
  return undefined;
}

/** The rule that a custom type suffix breaks, or undefined. */
export function findLabelProblem(attribute: Pick<DraftAttribute, 'type' | 'label'>): string | undefined {
  if (joinAttributeType(attribute).length > MAXIMUM_TYPE_LENGTH) {
    return l10n.t('A type has at most {0} characters with its suffix.', MAXIMUM_TYPE_LENGTH);
  }
  return findIllegalCharacters(attribute.label) === undefined
    ? undefined
    : l10n.t('The suffix has a character that cannot be sent.');
}

/** The rule that a value breaks for its type, or undefined. */
export function findValueProblem(attribute: Pick<DraftAttribute, 'type' | 'value'>): string | undefined {
  const { type, value } = attribute;
  if (value === '')
    return type === 'Binary' ? l10n.t('Enter base64 or load a file.') : l10n.t('Enter a value.');
  switch (type) {
    case 'String':
      return describeIllegalCharacter(value);
    case 'Number':
      return findNumberProblem(value);
    case 'Binary':
      return isBase64(value) ? undefined : l10n.t('This is not base64.');
  }
}

/** A decimal text of up to 38 significant digits, of a magnitude from 10^-128 to 10^126. */
export function findNumberProblem(text: string): string | undefined {
  const match = /^[+-]?(?<whole>\d*)(?:\.(?<fraction>\d*))?(?:[eE](?<exponent>[+-]?\d{1,6}))?$/u.exec(text);
  const whole = match?.groups?.['whole'] ?? '';
  const fraction = match?.groups?.['fraction'] ?? '';
  if (match === null || whole + fraction === '') return l10n.t('Enter a number, such as 42 or -1.5e3.');
  const digits = (whole + fraction).replace(/^0+/u, '');
  if (digits === '') return undefined;
  // Not a pattern that ends in `0+$`: that takes quadratic time, and a value may be a megabyte of zeros.
  let significant = digits.length;
  while (digits[significant - 1] === '0') significant -= 1;
  if (significant > MAXIMUM_SIGNIFICANT_DIGITS)
    return l10n.t('A number can have at most {0} significant digits.', MAXIMUM_SIGNIFICANT_DIGITS);
  const leadingZeros = whole.length + fraction.length - digits.length;
  const exponent = Number(match.groups?.['exponent'] ?? '0') + whole.length - leadingZeros - 1;
  if (exponent < SMALLEST_EXPONENT || exponent > LARGEST_EXPONENT) {
    return l10n.t('The magnitude must be from 10^{0} to 10^{1}.', SMALLEST_EXPONENT, LARGEST_EXPONENT);
  }
  return undefined;
}
