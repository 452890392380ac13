import type { Shape, StructureShape } from '../../api/shapes.ts';
import { escapeXml } from '../../calls/xmlText.ts';

export const XML_NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';

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
