import type { Members, Shape, StructureShape, ValueOf } from '../../api/shapes.ts';
import { isAscii, isUtf8 } from 'node:buffer';
import { fail, type Result, succeed } from '../../engine/base/result.ts';
import { decodeBase64 } from '../../calls/base64.ts';

const BACKSLASH = 0x5c;

/**
 * Whether all texts in this JSON are of U+0020 to U+007F: it is ASCII, nothing is escaped, and a parser lets no control
 * character stand unescaped. Costs a tenth of what looking for illegal characters in the parsed text does.
 */
export function isPrintableAsciiJson(body: Buffer): boolean {
  return isAscii(body) && !body.includes(BACKSLASH);
}

/**
 * Reads the body of an AWS JSON 1.0 request. Unknown members are ignored and `null` is the same as absent, as on the
 * service. Fails with `MalformedInput` for anything that is not one JSON object with members of the right types.
 * @param isPrintableAscii what {@link isPrintableAsciiJson} says
 */
export function decodeJson<M extends Members>(
  body: Buffer,
  shape: StructureShape<M>,
  isPrintableAscii = false,
): Result<ValueOf<StructureShape<M>>> {
  if (!isPrintableAscii && !isUtf8(body))
    return fail('MalformedInput', 'The request body is not valid UTF-8.');
  let parsed: unknown;
  try {
    parsed = JSON.parse(isPrintableAscii ? body.toString('latin1') : body.toString());
  } catch {
    return fail('MalformedInput', 'The request body is not valid JSON.');
  }
  try {
    return succeed(readValue(shape, parsed, '') as ValueOf<StructureShape<M>>);
  } catch (error) {
    if (error instanceof TypeMismatch) return fail('MalformedInput', error.message, error.member);
    throw error;
  }
}

/** Thrown and caught in this file only: a mismatch may lie several levels deep. */
class TypeMismatch extends Error {
  readonly member: string;

  constructor(message: string, member: string) {
    super(message);
    this.member = member;
  }
}

function readValue(shape: Shape, value: unknown, member: string): unknown {
  switch (shape.kind) {
    case 'string':
      if (typeof value === 'string') return value;
      throw new TypeMismatch(describeMismatch(value, 'a String'), member);
    case 'integer':
      if (Number.isSafeInteger(value)) return value;
      throw new TypeMismatch(describeMismatch(value, 'an Integer'), member);
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw new TypeMismatch(describeMismatch(value, 'a Boolean'), member);
    case 'blob':
      return readBlob(value, member);
    case 'list':
      if (!Array.isArray(value)) throw new TypeMismatch('Expected list or null', member);
      return value.map((element) => readElement(shape.member, element, member));
    case 'map':
      return readMap(shape.value, asObject(value, member), member);
    case 'structure':
      return readStructure(shape.members, asObject(value, member));
  }
}

function readStructure(members: Members, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const name in members) {
    const found = value[name];
    if (found !== undefined && found !== null) result[name] = readValue(members[name] as Shape, found, name);
  }
  return result;
}

function readMap(shape: Shape, value: Readonly<Record<string, unknown>>, member: string): object {
  // No prototype: a key of a client may be `__proto__`.
  const result = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value)) result[key] = readElement(shape, value[key], member);
  return result;
}

/** Lists and maps have no absent elements: a null in them is an error of the sender. */
function readElement(shape: Shape, value: unknown, member: string): unknown {
  if (value === null) throw new TypeMismatch('Null value found where not expected.', member);
  return readValue(shape, value, member);
}

function readBlob(value: unknown, member: string): Uint8Array {
  if (typeof value !== 'string') throw new TypeMismatch(describeMismatch(value, 'a Blob'), member);
  const bytes = decodeBase64(value);
  if (bytes === undefined) throw new TypeMismatch('Blob values must be base64 with padding.', member);
  return bytes;
}

function asObject(value: unknown, member: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new TypeMismatch('Expected a structure or map', member);
}

/** The service's wording for a value of another type than the model's. */
function describeMismatch(value: unknown, wanted: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (typeof value === 'object') return 'Start of structure or map found where not expected.';
  if (typeof value === 'boolean')
    return `${value ? 'TRUE' : 'FALSE'}_VALUE can not be converted to ${wanted}`;
  return `${typeof value === 'number' ? 'NUMBER' : 'STRING'}_VALUE can not be converted to ${wanted}`;
}
