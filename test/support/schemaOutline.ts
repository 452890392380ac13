import type { JsonSchema } from '../../broker/protocol/shape.ts';

type Definitions = Readonly<Record<string, JsonSchema>>;

/** What a schema says of a value: members, types and names. */
export function outlineSchema(
  schema: JsonSchema,
  definitions: Definitions,
  omitted: readonly string[] = [],
): unknown {
  const { $ref, properties, items, oneOf, allOf } = schema;
  const outline = (part: JsonSchema): unknown => outlineSchema(part, definitions);
  if (typeof $ref === 'string') return outline(definitions[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {});
  // A reference beside a description.
  if (Array.isArray(allOf)) return outline((allOf as readonly JsonSchema[])[0] ?? {});
  if (properties !== undefined) {
    const members = Object.entries(properties as Definitions)
      .filter(([name]) => !omitted.includes(name))
      .map(([name, member]) => [name, outline(member)]);
    return Object.fromEntries(members);
  }
  if (items !== undefined) return [outline(items as JsonSchema)];
  if (Array.isArray(oneOf)) return (oneOf as readonly JsonSchema[]).map(outline);
  return schema['const'] ?? schema['enum'] ?? schema['type'];
}

/** The default values of the members of a schema. */
export function readDefaults(schema: JsonSchema | undefined): Readonly<Record<string, unknown>> {
  const members = Object.entries((schema?.['properties'] ?? {}) as Definitions);
  return Object.fromEntries(
    members.flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]])),
  );
}
