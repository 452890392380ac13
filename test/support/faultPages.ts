import { readFileSync } from 'node:fs';
import { DEFAULT_FAULT_SEED, FAULT_SEED, QUEUE_FAULTS } from '../../broker/protocol/faults.ts';
import type { JsonSchema } from '../../broker/protocol/shape.ts';
import { readMembers } from './protocolPages.ts';

const TABLE = /(<!-- faults:begin[^\n]*-->\n)[^]*?(<!-- faults:end -->)/;
const SCHEMA = /("description": "Faults to inject [^]*?\n {6}"properties": \{\n)[^]*?(\n {6}\}\n)/;
/** A probability, which the schema of the definitions has once. */
const CHANCE: JsonSchema = { allOf: [{ $ref: '#/definitions/chance' }] };
/** Values that apply when a member is absent; a shape has none. */
const DEFAULTS: JsonSchema = { errorCode: 'InternalError', slowMs: 1000 };
const SEED = {
  description: 'Start of the random numbers: the same seed and the same calls give the same faults.',
  ...FAULT_SEED.describe(),
  default: DEFAULT_FAULT_SEED,
};

/** Writes the members of a queue's faults into docs/protocol.md, between their markers. */
export function putFaultTable(page: string): string {
  const rows = [...readTexts()].map(([name, text]) => `| \`${name}\` | ${text} |\n`);
  const table = `\n| member | meaning |\n| --- | --- |\n${rows.join('')}\n`;
  return replaceOnce(page, TABLE, table);
}

/** Writes the faults of a queue into the schema of the definitions; the formatter does the rest. */
export function putFaultSchema(schema: string): string {
  const texts = readTexts();
  const members = Object.entries(QUEUE_FAULTS.members).map(([name, member]): [string, JsonSchema] => [
    name,
    {
      description: texts.get(name)?.replaceAll('`', ''),
      ...describeMember(member.describe()),
      ...(Object.hasOwn(DEFAULTS, name) ? { default: DEFAULTS[name] } : {}),
    },
  ]);
  return replaceOnce(schema, SCHEMA, [...members, ['seed', SEED] as const].map(printMember).join(',\n'));
}

function describeMember(schema: JsonSchema): JsonSchema {
  if (schema['type'] === 'number') return CHANCE;
  if (schema['type'] === 'array') return { type: 'array', uniqueItems: true, items: schema['items'] };
  return schema;
}

/** One line for each part: the formatter keeps those apart and joins the others. */
function printMember([name, schema]: readonly [string, JsonSchema]): string {
  const parts = Object.entries(schema).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `${JSON.stringify(name)}: {\n${parts.join(',\n')}\n}`;
}

function readTexts(): ReadonlyMap<string, string> {
  return readMembers(readFileSync('broker/protocol/faults.ts', 'utf8'), 'QUEUE_FAULTS,');
}

function replaceOnce(text: string, place: RegExp, content: string): string {
  if (!place.test(text)) throw new Error('The place of the faults was not found.');
  return text.replace(place, (_all, begin: string, end: string) => begin + content + end);
}
