import type { MessageAttribute } from '../base/content.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';

/** A message attribute as a client gave it. */
export interface AttributeInput {
  readonly name: string;
  readonly type: string | undefined;
  readonly stringValue?: string | undefined;
  readonly binaryValue?: Uint8Array | undefined;
  /** StringListValues or BinaryListValues were given: the service never built them. */
  readonly hasListValues?: boolean;
}

/** Characters that XML 1.0 can carry (contract §5.5); the `u` flag makes a lone surrogate a character of its own. */
const LEGAL = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

const MAX_NAME_LENGTH = 256;
const MAX_TYPE_LENGTH = 256;
const MAX_DIGITS = 38;
const MAX_EXPONENT = 126;
const MIN_EXPONENT = -128;

export function hasIllegalCharacters(text: string): boolean {
  return !LEGAL.test(text);
}

export function refuseCharacters(): Failure {
  return fail(
    'InvalidMessageContents',
    'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    'MessageBody',
  );
}

function refuse(message: string, parameter: string): Failure {
  return fail('InvalidParameterValue', message, parameter);
}

/** Checks the user attributes of a message (contract §5.6). Undefined: it has none. */
export function checkAttributes(
  inputs: readonly AttributeInput[] | undefined,
  limit: number,
): Result<readonly MessageAttribute[] | undefined> {
  if (inputs === undefined || inputs.length === 0) return succeed(undefined);
  if (inputs.length > limit) {
    return refuse(
      `Number of message attributes [${inputs.length}] exceeds the allowed maximum [${limit}].`,
      'MessageAttributes',
    );
  }
  const attributes: MessageAttribute[] = [];
  for (const input of inputs) {
    const checked = checkAttribute(input);
    if (!checked.ok) return checked;
    attributes.push(checked.value);
  }
  return succeed(attributes);
}

function checkAttribute(input: AttributeInput): Result<MessageAttribute> {
  const { name, type } = input;
  const parameter = `MessageAttributes.${name}`;
  const refusal = checkName(name, parameter);
  if (refusal !== undefined) return refusal;
  if (input.hasListValues === true) {
    return fail(
      'UnsupportedOperation',
      'Message attribute list values in SendMessage operation are not supported.',
      parameter,
    );
  }
  if (type === undefined || type === '') {
    return refuse(
      `The message (user) attribute '${name}' must contain a non-empty message attribute type.`,
      parameter,
    );
  }
  const base = /^(String|Number|Binary)(?:\..*)?$/s.exec(type)?.[1];
  if (base === undefined) {
    return refuse(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      parameter,
    );
  }
  if (type.length > MAX_TYPE_LENGTH)
    return refuse('Message (user) attribute type must be shorter than 256 bytes.', parameter);
  return base === 'Binary' ? checkBinary(input, type, parameter) : checkText(input, type, base, parameter);
}

function checkName(name: string, parameter: string): Failure | undefined {
  if (name === '')
    return refuse('The request must contain non-empty message (user) attribute names.', 'MessageAttributes');
  if (name.length > MAX_NAME_LENGTH)
    return refuse('Message (user) attribute name must be shorter than 256 bytes.', parameter);
  if (/^(aws|amazon)\./i.test(name) || name.startsWith('.') || name.endsWith('.') || name.includes('..')) {
    return refuse(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
      parameter,
    );
  }
  // The service takes Latin letters with diacritics too.
  if (!/^[\p{L}\p{N}_.-]+$/u.test(name)) {
    return refuse(
      `The message (user) attribute name '${name}' is invalid. It can contain only letters, digits, '_', '-' and '.'.`,
      parameter,
    );
  }
  return undefined;
}

function checkBinary(input: AttributeInput, type: string, parameter: string): Result<MessageAttribute> {
  if (input.binaryValue === undefined && input.stringValue === undefined)
    return refuseNoValue(input.name, parameter);
  if (input.binaryValue === undefined || input.binaryValue.length === 0)
    return refuseEmpty(input.name, 'Binary', parameter);
  return succeed({ name: input.name, type, value: input.binaryValue });
}

function checkText(
  input: AttributeInput,
  type: string,
  base: string,
  parameter: string,
): Result<MessageAttribute> {
  const value = input.stringValue;
  if (value === undefined && input.binaryValue === undefined) return refuseNoValue(input.name, parameter);
  if (value === undefined || value === '') return refuseEmpty(input.name, base, parameter);
  if (hasIllegalCharacters(value)) {
    return refuse(
      `Invalid characters found in the value of message (user) attribute '${input.name}'. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
      parameter,
    );
  }
  if (base === 'Number' && !isServiceNumber(value)) {
    return refuse(`Can't cast the value of message (user) attribute '${input.name}' to a number.`, parameter);
  }
  return succeed({ name: input.name, type, value });
}

function refuseNoValue(name: string, parameter: string): Failure {
  return refuse(
    `The message (user) attribute '${name}' must contain a non-empty message attribute value.`,
    parameter,
  );
}

function refuseEmpty(name: string, base: string, parameter: string): Failure {
  return refuse(
    `Message (user) attribute '${name}' must contain a non-empty value of type '${base}'.`,
    parameter,
  );
}

/** Decimal text of at most 38 significant digits between 10^-128 and 10^126 (contract §5.6). */
export function isServiceNumber(text: string): boolean {
  const parts = /^[+-]?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text.trim());
  if (parts === null) return false;
  const whole = parts[1] ?? '';
  const fraction = parts[2] ?? '';
  if (whole === '' && fraction === '') return false;
  const digits = whole + fraction;
  // Not a pattern that ends in `0+$`: that takes quadratic time, and a value may be a megabyte of zeros.
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  const significant = digits.slice(0, end).replace(/^0+/, '');
  if (significant === '') return true;
  if (significant.length > MAX_DIGITS) return false;
  const leadingZeros = /^0*/.exec(digits)?.[0].length ?? 0;
  const magnitude = whole.length - leadingZeros - 1 + Number(parts[3] ?? 0);
  return magnitude >= MIN_EXPONENT && magnitude <= MAX_EXPONENT;
}
