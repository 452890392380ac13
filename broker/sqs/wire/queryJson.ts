import type { Members, Shape, StructureShape } from '../../api/shapes.ts';
import type { Failure } from '../../engine/base/result.ts';
import { ERROR_TABLE } from './errorCodes.ts';

/** The two lists that the service's JSON of the Query protocol spells otherwise than the model. */
const SPELLINGS: Readonly<Record<string, string>> = { QueueUrls: 'queueUrls', Messages: 'messages' };

/**
 * The answer to a Query call that accepts JSON: the members of the XML as an object, null for those that are absent, maps
 * as lists of pairs (seen on the service).
 */
export function encodeQueryJson(
  action: string,
  requestId: string,
  shape: StructureShape<Members> | undefined,
  output: object | undefined,
): string {
  const metadata = { ResponseMetadata: { RequestId: requestId } };
  const result =
    shape === undefined || output === undefined
      ? undefined
      : { [`${action}Result`]: describeMembers(shape, output) };
  return JSON.stringify({ [`${action}Response`]: { ...result, ...metadata } });
}

export function encodeQueryJsonError(requestId: string, failure: Pick<Failure, 'code' | 'message'>): string {
  const row = ERROR_TABLE[failure.code];
  const error = { Code: row.queryCode, Message: failure.message, Type: row.fault };
  return JSON.stringify({ Error: error, RequestId: requestId });
}

function describeMembers(shape: StructureShape<Members>, value: object): object {
  return Object.fromEntries(
    Object.entries(shape.members).map(([name, member]) => {
      const given = (value as Record<string, unknown>)[name];
      return [SPELLINGS[name] ?? name, given === undefined ? null : describe(member, given)];
    }),
  );
}

function describe(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'list':
      return (value as unknown[]).map((element) => describe(shape.member, element));
    case 'map':
      return Object.entries(value as object).map(([key, element]) => ({
        [shape.keyName]: key,
        [shape.valueName]: describe(shape.value, element),
      }));
    case 'structure':
      return describeMembers(shape, value as object);
    default:
      return value;
  }
}
