import type { Members, Shape, StructureShape } from '../api/shapes.ts';
import { isRecord } from '../protocol/isRecord.ts';
import { listEntries, readText } from './observedMembers.ts';

/**
 * Where the members are in the response to a Query call that accepts JSON.
 * @returns undefined if it is no response to this action, or has no members
 */
export function findQueryJsonResult(
  body: Readonly<Record<string, unknown>> | undefined,
  action: string,
): Readonly<Record<string, unknown>> | undefined {
  const response = body?.[`${action}Response`];
  const result = isRecord(response) ? response[`${action}Result`] : undefined;
  return isRecord(result) ? result : undefined;
}

/** The members of such a result as the JSON protocol has them: there, null is the same as absent, and maps are lists of pairs. */
export function readQueryJsonMembers(
  shape: StructureShape<Members>,
  result: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const given = findMember(result, name);
    if (given !== undefined && given !== null) members[name] = readValue(member, given);
  }
  return members;
}

/** The service spells some lists with a small letter: `messages`, `queueUrls`. */
export function findMember(result: Readonly<Record<string, unknown>>, name: string): unknown {
  return result[name] ?? result[name.charAt(0).toLowerCase() + name.slice(1)];
}

function readValue(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'list':
      return Array.isArray(value) ? value.map((element) => readValue(shape.member, element)) : [];
    case 'map':
      return Object.fromEntries(
        listEntries(value).map((pair) => [
          readText(pair[shape.keyName]),
          readValue(shape.value, pair[shape.valueName]),
        ]),
      );
    case 'structure':
      return isRecord(value) ? readQueryJsonMembers(shape, value) : {};
    default:
      return value;
  }
}
