import { isInRange, isRange } from '../addresses/ipAddress.ts';
import { matchPattern } from '../engine/rules/wildcards.ts';
import { compilePattern, type FindVariable, resolveVariables } from './pattern.ts';

/** Compares one value of the request with one value of the policy. */
type Compare = (actual: string, expected: string, findVariable: FindVariable | undefined) => boolean;

/** A condition operator without its modifiers. */
export interface ConditionOperator {
  readonly compare: Compare;
  /** Holds when no value matches, and when the request has no such key. */
  readonly isNegated: boolean;
  /** What a policy may hold as a value; a policy with another does not parse. */
  readonly isValue: (expected: string) => boolean;
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/;
const EPOCH_SECONDS = /^-?\d{1,12}(?:\.\d+)?$/;

/** Epoch ms of an ISO 8601 date or of epoch seconds; NaN for anything else. */
function parseDate(text: string): number {
  if (EPOCH_SECONDS.test(text)) return Number(text) * 1000;
  return ISO_DATE.test(text) ? Date.parse(text) : Number.NaN;
}

function parseNumber(text: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

const isText = (): boolean => true;
const isNumber = (text: string): boolean => !Number.isNaN(parseNumber(text));
const isDate = (text: string): boolean => !Number.isNaN(parseDate(text));
const isBoolean = (text: string): boolean => /^(?:true|false)$/i.test(text);
const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/]*={0,2}$/.test(text);

function equalText(actual: string, expected: string, findVariable: FindVariable | undefined): boolean {
  return actual === resolveVariables(expected, findVariable);
}

function equalTextIgnoringCase(
  actual: string,
  expected: string,
  findVariable: FindVariable | undefined,
): boolean {
  return actual.toLowerCase() === resolveVariables(expected, findVariable)?.toLowerCase();
}

function likeText(actual: string, expected: string, findVariable: FindVariable | undefined): boolean {
  const pattern = compilePattern(expected, findVariable);
  return pattern !== undefined && matchPattern(pattern, actual);
}

/** The six parts of an ARN are compared one by one, so that a wildcard stays in its part. */
function likeArn(actual: string, expected: string, findVariable: FindVariable | undefined): boolean {
  const actualParts = splitArn(actual);
  const expectedParts = splitArn(expected);
  if (actualParts === undefined || expectedParts === undefined) return false;
  return expectedParts.every((part, index) => likeText(actualParts[index] as string, part, findVariable));
}

/** Splits at the first five colons; undefined when there are fewer. */
function splitArn(arn: string): string[] | undefined {
  const parts = arn.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function compareNumbers(holds: (actual: number, expected: number) => boolean): Compare {
  return (actual, expected) => holds(parseNumber(actual), parseNumber(expected));
}

function compareDates(holds: (actual: number, expected: number) => boolean): Compare {
  return (actual, expected) => holds(parseDate(actual), parseDate(expected));
}

function equalBoolean(actual: string, expected: string): boolean {
  return actual.toLowerCase() === expected.toLowerCase();
}

function equalBinary(actual: string, expected: string): boolean {
  return Buffer.from(actual, 'base64').equals(Buffer.from(expected, 'base64'));
}

function define(
  isValue: (expected: string) => boolean,
  compare: Compare,
  isNegated = false,
): ConditionOperator {
  return { compare, isNegated, isValue };
}

const equal = (actual: number, expected: number): boolean => actual === expected;
const less = (actual: number, expected: number): boolean => actual < expected;
const lessOrEqual = (actual: number, expected: number): boolean => actual <= expected;
const greater = (actual: number, expected: number): boolean => actual > expected;
const greaterOrEqual = (actual: number, expected: number): boolean => actual >= expected;

/** The operators of contract §9.3 but `Null`, which asks for the key and not for its values. */
export const CONDITION_OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map([
  ['StringEquals', define(isText, equalText)],
  ['StringNotEquals', define(isText, equalText, true)],
  ['StringEqualsIgnoreCase', define(isText, equalTextIgnoringCase)],
  ['StringNotEqualsIgnoreCase', define(isText, equalTextIgnoringCase, true)],
  ['StringLike', define(isText, likeText)],
  ['StringNotLike', define(isText, likeText, true)],
  ['NumericEquals', define(isNumber, compareNumbers(equal))],
  ['NumericNotEquals', define(isNumber, compareNumbers(equal), true)],
  ['NumericLessThan', define(isNumber, compareNumbers(less))],
  ['NumericLessThanEquals', define(isNumber, compareNumbers(lessOrEqual))],
  ['NumericGreaterThan', define(isNumber, compareNumbers(greater))],
  ['NumericGreaterThanEquals', define(isNumber, compareNumbers(greaterOrEqual))],
  ['DateEquals', define(isDate, compareDates(equal))],
  ['DateNotEquals', define(isDate, compareDates(equal), true)],
  ['DateLessThan', define(isDate, compareDates(less))],
  ['DateLessThanEquals', define(isDate, compareDates(lessOrEqual))],
  ['DateGreaterThan', define(isDate, compareDates(greater))],
  ['DateGreaterThanEquals', define(isDate, compareDates(greaterOrEqual))],
  ['Bool', define(isBoolean, equalBoolean)],
  ['BinaryEquals', define(isBase64, equalBinary)],
  ['IpAddress', define(isRange, isInRange)],
  ['NotIpAddress', define(isRange, isInRange, true)],
  // The service evaluates Equals and Like of ARNs alike.
  ['ArnEquals', define(isText, likeArn)],
  ['ArnLike', define(isText, likeArn)],
  ['ArnNotEquals', define(isText, likeArn, true)],
  ['ArnNotLike', define(isText, likeArn, true)],
]);
