import assert from 'node:assert/strict';
import type { JsonSchema } from '../../broker/protocol/shape.ts';

/**
 * Makes params that have what they must have, and nothing that they may leave out.
 * @param known values of members by name, wherever they are
 */
export function makeSample(schema: JsonSchema, known: Readonly<Record<string, unknown>>): unknown {
  const { type, minimum, minLength = 1, items, properties = {}, required = [] } = schema;
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  switch (type) {
    case 'string':
      return 'a'.repeat(minLength as number);
    case 'integer':
    case 'number':
      return minimum ?? 0;
    case 'boolean':
      return false;
    case 'array':
      return [makeSample(items as JsonSchema, known)];
    default: {
      assert.ok(type === 'object' || Array.isArray(type), `no sample for ${JSON.stringify(schema)}`);
      const members = properties as Readonly<Record<string, JsonSchema>>;
      return Object.fromEntries(
        (required as readonly string[]).map((name) => [
          name,
          Object.hasOwn(known, name) ? known[name] : makeSample(members[name] ?? assert.fail(name), known),
        ]),
      );
    }
  }
}
