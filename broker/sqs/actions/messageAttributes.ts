import type { sendMembers } from '../../api/messages.ts';
import type { ValueOf } from '../../api/shapes.ts';
import type { MessageAttribute } from '../../engine/base/content.ts';
import type { AttributeInput } from '../../engine/rules/messageRules.ts';

type ReceivedAttributes = Record<
  string,
  { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: string }
>;

/** The attributes of a send as the engine takes them; which are right is the engine's to say. */
export function toAttributeInputs(
  given: ValueOf<(typeof sendMembers)['MessageAttributes']> | undefined,
): AttributeInput[] | undefined {
  if (given === undefined) return undefined;
  return Object.entries(given).map(([name, value]) => ({
    name,
    type: value.DataType,
    stringValue: value.StringValue,
    binaryValue: value.BinaryValue,
    hasListValues: isGiven(value.StringListValues) || isGiven(value.BinaryListValues),
  }));
}

/** Some SDKs send empty lists for lists that were not set. */
function isGiven(values: readonly unknown[] | undefined): boolean {
  return values !== undefined && values.length > 0;
}

/** The attributes of a received message as an answer carries them: binary values as base64. */
export function formatAttributes(attributes: readonly MessageAttribute[]): ReceivedAttributes {
  const result = Object.create(null) as ReceivedAttributes;
  for (const { name, type, value } of attributes) {
    result[name] =
      typeof value === 'string'
        ? { StringValue: value, DataType: type }
        : { BinaryValue: Buffer.from(value).toString('base64'), DataType: type };
  }
  return result;
}

/**
 * The user attributes that a receive asked for. `All`, `.*` and `*` are all; `foo.*` is every name that starts with
 * `foo`, dot or no dot; unknown and illegal names select nothing.
 */
export function selectAttributes(
  attributes: readonly MessageAttribute[] | undefined,
  names: readonly string[] | undefined,
): readonly MessageAttribute[] {
  if (attributes === undefined || names === undefined) return [];
  if (names.some((name) => name === 'All' || name === '.*' || name === '*')) return attributes;
  const exact = new Set(names);
  const prefixes = names.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -2));
  return attributes.filter(
    ({ name }) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix)),
  );
}
