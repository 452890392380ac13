import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { decodeBase64 } from '../calls/base64.ts';
import type { AttributeInput } from '../engine/rules/messageRules.ts';
import type { SendInput } from '../engine/operations/sendMessage.ts';
import type { JsonReader } from './jsonReader.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads one seed message. */
export function readMessage(reader: JsonReader, node: Node): SendInput {
  const message: Mutable<SendInput> = { body: undefined };
  let hasBody = false;
  reader.readMembers(node, l10n.t('A message'), {
    body: (value) => {
      hasBody = true;
      message.body = value.type === 'string' ? (value.value as string) : reader.printCompact(value);
    },
    attributes: (value) => {
      message.attributes = readAttributes(reader, value);
    },
    group: (value) => {
      message.groupId = reader.readText(value, 'group');
    },
    deduplicationId: (value) => {
      message.deduplicationId = reader.readText(value, 'deduplicationId');
    },
    delaySeconds: (value) => {
      message.delaySeconds = reader.readNumber(value, 'delaySeconds');
    },
  });
  if (node.type === 'object' && !hasBody) reader.note(node, l10n.t('A message must have the member "body".'));
  return message;
}

function readAttributes(reader: JsonReader, node: Node): AttributeInput[] {
  const attributes: AttributeInput[] = [];
  reader.readEntries(node, 'attributes', (name, value) => {
    const attribute = readAttribute(reader, name, value);
    if (attribute !== undefined) attributes.push(attribute);
  });
  return attributes;
}

/** A text is a String, a number a Number; other types are written out: `{ "type": "Binary", "value": "<base64>" }`. */
function readAttribute(reader: JsonReader, name: string, node: Node): AttributeInput | undefined {
  if (node.type === 'string') return { name, type: 'String', stringValue: node.value as string };
  if (node.type === 'number') return { name, type: 'Number', stringValue: reader.printCompact(node) };
  let type: string | undefined;
  let value: string | undefined;
  let valueNode = node;
  const what = l10n.t('The attribute {0}', JSON.stringify(name));
  if (node.type !== 'object') {
    return reader.note(
      node,
      l10n.t('{0} must be a string, a number, or an object with "type" and "value".', what),
    );
  }
  const faultsBefore = reader.faults.length;
  reader.readMembers(node, what, {
    type: (member) => {
      type = reader.readText(member, 'type');
    },
    value: (member) => {
      valueNode = member;
      value = member.type === 'number' ? reader.printCompact(member) : reader.readText(member, 'value');
    },
  });
  if (type === undefined || value === undefined) {
    return reader.faults.length > faultsBefore
      ? undefined
      : reader.note(node, l10n.t('{0} must have the members "type" and "value".', what));
  }
  if (type !== 'Binary' && !type.startsWith('Binary.')) return { name, type, stringValue: value };
  const binaryValue = decodeBase64(value.replaceAll(/\s/g, ''));
  return binaryValue === undefined
    ? reader.note(valueNode, l10n.t('{0} must be base64 with padding, such as "AQL/".', what))
    : { name, type, binaryValue };
}
