import * as l10n from '@vscode/l10n';
import { getNodeValue, type JSONPath, type Node } from 'jsonc-parser';
import { isRecord } from '../protocol/isRecord.ts';
import type { JsonSchema, Shape } from '../protocol/shape.ts';
import type { JsonReader } from './jsonReader.ts';
import { findPlace } from './problems.ts';

/**
 * Reads a value of a shape that control methods take too. Unlike a peer, a file may have no members that the shape has not.
 * @param given members that are not in the file
 */
export function readShape<T>(
  reader: JsonReader,
  node: Node,
  what: string,
  shape: Shape<T>,
  given: Readonly<Record<string, unknown>> = {},
): T | undefined {
  const faultsBefore = reader.faults.length;
  noteSurplus(reader, node, what, shape.describe(), Object.keys(given));
  if (reader.faults.length > faultsBefore) return undefined;
  const value: unknown = getNodeValue(node);
  const whole: unknown = isRecord(value) ? { ...value, ...given } : value;
  const problem = shape.check(whole);
  if (problem === undefined) return whole as T;
  const path = readPath(problem.path);
  const subject = path.length === 0 ? what : problem.path;
  return reader.note(findMember(node, path), l10n.t('{0} must be {1}.', subject, problem.expected));
}

/** The member at a path, or the last one on the way. */
export function findMember(node: Node, path: JSONPath): Node {
  const place = findPlace(node, path);
  const isWhole = place === node && node.parent?.type === 'property';
  return isWhole ? (node.parent?.children?.[0] ?? node) : place;
}

/** `steps[2].lower` as its parts. */
function readPath(text: string): JSONPath {
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([part, index]) =>
    index === undefined ? part : Number(index),
  );
}

/** Notes members that a schema does not have, and names that appear twice. */
function noteSurplus(
  reader: JsonReader,
  node: Node,
  what: string,
  schema: JsonSchema,
  given: readonly string[] = [],
): void {
  if (node.type === 'array' && isRecord(schema['items'])) {
    const { items } = schema as { readonly items: JsonSchema };
    for (const element of node.children ?? []) noteSurplus(reader, element, what, items);
    return;
  }
  const { properties } = chooseVariant(node, schema);
  if (node.type !== 'object' || !isRecord(properties)) return;
  const known = Object.keys(properties).filter((name) => !given.includes(name));
  reader.readEntries(node, what, (name, value, key) => {
    if (known.includes(name)) noteSurplus(reader, value, name, properties[name] as JsonSchema);
    else {
      const list = known.join(', ');
      reader.note(key, l10n.t('{0} has no member {1}; it can have {2}.', what, JSON.stringify(name), list));
    }
  });
}

/** Of objects that a constant member tells apart, the one that the node is; none if it is none of them. */
function chooseVariant(node: Node, schema: JsonSchema): JsonSchema {
  const variants = schema['oneOf'];
  if (!Array.isArray(variants)) return schema;
  const value: unknown = getNodeValue(node);
  const chosen = (variants as readonly JsonSchema[]).find(({ properties }) =>
    Object.entries(properties as Readonly<Record<string, JsonSchema>>).some(
      ([name, { const: constant }]) => constant !== undefined && isRecord(value) && value[name] === constant,
    ),
  );
  return chosen ?? {};
}
