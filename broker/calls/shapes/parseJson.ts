import { isUtf8 } from 'node:buffer';
import { type JsonBounds, refuseJson } from '../jsonBounds.ts';
import { TypeMismatch } from './readTree.ts';

/**
 * Parses the body of a request; an empty one is an empty object.
 * @throws TypeMismatch
 */
export function parseJson(body: Buffer, bounds: JsonBounds): unknown {
  if (body.length === 0) return {};
  if (refuseJson(body, bounds) !== undefined) {
    throw new TypeMismatch('The request has too many members, or is nested too deeply.');
  }
  if (!isUtf8(body)) throw new TypeMismatch('The request body is not valid UTF-8.');
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new TypeMismatch('The request body is not valid JSON.');
  }
}
