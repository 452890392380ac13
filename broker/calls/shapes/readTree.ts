import type { Members, Shape, StructureShape } from './shape.ts';

/** A value has another type than the model's. Thrown and caught within the front: it may lie several levels deep. */
export class TypeMismatch extends Error {}

/** Of a date in JavaScript: 100 million days before and after 1970. */
const MAXIMUM_TIME_MS = 8.64e15;

/**
 * Reads members from what a JSON or CBOR text was decoded to; a time is a number of epoch seconds in both. Unknown members are
 * ignored, and null is the same as absent.
 * @throws TypeMismatch
 */
export function readTree(shape: StructureShape<Members>, value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeMismatch('Expected a structure or map');
  }
  const given = value as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const [name, { shape: member }] of Object.entries(shape.members)) {
    const found = Object.hasOwn(given, name) ? given[name] : undefined;
    if (found !== undefined && found !== null) result[name] = readValue(member, found);
  }
  return result;
}

/** Epoch seconds, as far as a date can be written; as epoch ms. */
function readTime(value: unknown): number {
  const ms = Math.round(readNumber(false, value) * 1000);
  if (Math.abs(ms) > MAXIMUM_TIME_MS) throw new TypeMismatch('The time is out of range.');
  return ms;
}

function readValue(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'text':
      if (typeof value === 'string') return value;
      throw mismatch(value, 'a String');
    case 'number':
      return readNumber(shape.isWhole, value);
    case 'time':
      return readTime(value);
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw mismatch(value, 'a Boolean');
    case 'list':
      if (!Array.isArray(value)) throw new TypeMismatch('Expected list or null');
      return value.map((element: unknown) => {
        if (element === null || element === undefined) {
          throw new TypeMismatch('Null value found where not expected.');
        }
        return readValue(shape.member, element);
      });
    case 'map':
      return readMap(shape.value, value);
    case 'structure':
      return readTree(shape, value);
  }
}

function readMap(shape: Shape, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeMismatch('Expected a structure or map');
  const entries = Object.entries(value).filter(([, element]) => element !== null);
  return Object.fromEntries(entries.map(([key, element]) => [key, readValue(shape, element)]));
}

/** The service's models have no number that is not finite. */
function readNumber(isWhole: boolean, value: unknown): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    throw mismatch(value, isWhole ? 'an Integer' : 'a Double');
  }
  if (isWhole && !Number.isSafeInteger(number)) throw mismatch(value, 'an Integer');
  return number;
}

function mismatch(value: unknown, wanted: string): TypeMismatch {
  if (Array.isArray(value)) return new TypeMismatch('Start of list found where not expected');
  if (typeof value === 'object')
    return new TypeMismatch('Start of structure or map found where not expected.');
  const kind =
    typeof value === 'boolean'
      ? String(value).toUpperCase()
      : typeof value === 'string'
        ? 'STRING'
        : 'NUMBER';
  return new TypeMismatch(`${kind}_VALUE can not be converted to ${wanted}`);
}
