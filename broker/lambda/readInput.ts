import { parseJson } from '../calls/shapes/parseJson.ts';
import { readTree, TypeMismatch } from '../calls/shapes/readTree.ts';
import type { Route } from './route.ts';

/** Ten filters of 4,096 characters, fifty tags, and a few numbers. */
const BOUNDS = { members: 1000, textBytes: 262_144 };

/**
 * Reads the members of an input from the URL and the body of a request.
 * @returns them, and the names of all members of the body
 * @throws TypeMismatch
 */
export function readInput(
  { declaration, members, operation }: Route,
  body: Buffer,
): { readonly input: object; readonly given: Readonly<Record<string, unknown>> } {
  const { input: shape } = declaration;
  // The body of an invocation is the event.
  const given = operation === 'Invoke' ? {} : parseJson(body, BOUNDS);
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeMismatch('Expected a structure or map');
  const ofUrl = Object.entries(members).map(([name, value]) => {
    const isNumber = shape.members[name]?.shape.kind === 'number';
    return [name, isNumber && typeof value === 'string' ? readNumber(value) : value] as const;
  });
  return {
    input: readTree(shape, { ...given, ...Object.fromEntries(ofUrl) }),
    given: given as Readonly<Record<string, unknown>>,
  };
}

function readNumber(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new TypeMismatch('STRING_VALUE can not be converted to an Integer');
  return Number(text);
}
