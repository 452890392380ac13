import type { Shape, StructureShape } from '../../api/shapes.ts';

export const XML_NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';

/** All characters that XML text must escape; control characters are not allowed at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
// oxlint-disable-next-line no-control-regex
const TO_ESCAPE = /[&<>"\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;

/**
 * Text for an XML element. A carriage return is written as a reference, or the reader's parser would make a line feed
 * of it and the body's MD5 would not match. What XML 1.0 cannot say becomes U+FFFD.
 */
export function escapeXml(text: string): string {
  return text.replace(TO_ESCAPE, escapeCharacter);
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    case '\r':
      return '&#xD;';
    default:
      return '\ufffd';
  }
}

/** The elements of a structure in the order of its shape, lists and maps flattened. */
export function encodeMembers(shape: StructureShape<Record<string, Shape>>, value: object): string {
  let xml = '';
  for (const name in shape.members) {
    const member = (value as Record<string, unknown>)[name];
    if (member !== undefined) xml += encodeValue(shape.members[name] as Shape, name, member);
  }
  return xml;
}

function encodeValue(shape: Shape, name: string, value: unknown): string {
  switch (shape.kind) {
    case 'list':
      return (value as unknown[])
        .map((element) => encodeValue(shape.member, shape.queryName, element))
        .join('');
    case 'map':
      return Object.entries(value as object)
        .map(([key, element]) => {
          const pair = encodeText(shape.keyName, key) + encodeValue(shape.value, shape.valueName, element);
          return `<${shape.queryName}>${pair}</${shape.queryName}>`;
        })
        .join('');
    case 'structure':
      return `<${name}>${encodeMembers(shape, value as object)}</${name}>`;
    default:
      return encodeText(name, String(value));
  }
}

function encodeText(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}
