import type { InspectedAttribute } from './inspectionStyles.ts';

/** An object of JSON, of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

/** Below this, a moment is in seconds: in ms, it would be in 1973. */
const SMALLEST_MS = 100_000_000_000;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; a single object is a list of one, as XML that became JSON has it. */
export function listOf(value: unknown): readonly Fields[] {
  return (Array.isArray(value) ? value : [value]).filter(isFields);
}

/** What a peer calls a text may be anything. */
export function readText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function readNumber(value: unknown): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}

/** @returns epoch ms; undefined: there is none */
export function readMoment(value: unknown): number | undefined {
  const number = readNumber(value);
  if (number <= 0 || number > Number.MAX_SAFE_INTEGER) return undefined;
  return Math.floor(number < SMALLEST_MS ? number * 1_000 : number);
}

/** The members that are texts or numbers. */
export function readTexts(value: unknown): Record<string, string> {
  return isFields(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, each]) =>
          readText(each) === '' ? [] : [[name, readText(each)]],
        ),
      )
    : {};
}

/** By their names, as the JSON protocol has them. */
export function readAttributes(value: unknown): readonly InspectedAttribute[] {
  return isFields(value)
    ? Object.entries(value).flatMap(([name, each]) => (isFields(each) ? [readAttribute(name, each)] : []))
    : [];
}

/** As the Query protocol has them. */
export function readAttributeList(value: unknown): readonly InspectedAttribute[] {
  return listOf(value).flatMap((each) =>
    isFields(each['Value']) ? [readAttribute(readText(each['Name']), each['Value'])] : [],
  );
}

function readAttribute(name: string, value: Fields): InspectedAttribute {
  const binary = readText(value['BinaryValue']);
  return {
    name,
    type: readText(value['DataType']),
    value: binary === '' ? readText(value['StringValue']) : binary,
  };
}
