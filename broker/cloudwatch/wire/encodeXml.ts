import { escapeXml } from '../../calls/xmlText.ts';
import type { Members, Shape, StructureShape } from '../../calls/shapes/shape.ts';

const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/';

/** The answer of an operation in the Query protocol. */
export function encodeXmlAnswer(
  operation: string,
  requestId: string,
  shape: StructureShape<Members> | undefined,
  value: object | undefined,
): string {
  const result =
    shape === undefined || value === undefined
      ? ''
      : `<${operation}Result>${encodeMembers(shape, value)}</${operation}Result>`;
  return `<${operation}Response xmlns="${NAMESPACE}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;
}

export function encodeXmlError(
  requestId: string,
  error: { readonly type: string; readonly code: string; readonly message: string | undefined },
): string {
  const message = error.message === undefined ? '' : `<Message>${escapeXml(error.message)}</Message>`;
  return `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${error.type}</Type><Code>${error.code}</Code>${message}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function encodeMembers({ members }: StructureShape<Members>, value: object): string {
  let xml = '';
  for (const [name, { shape }] of Object.entries(members)) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (member !== undefined) xml += encodeValue(shape, name, member);
  }
  return xml;
}

function encodeValue(shape: Shape, name: string, value: unknown): string {
  switch (shape.kind) {
    case 'list':
      return `<${name}>${(value as readonly unknown[]).map((element) => encodeValue(shape.member, 'member', element)).join('')}</${name}>`;
    case 'map':
      return `<${name}>${Object.entries(value as object)
        .map(
          ([key, element]) =>
            `<entry><key>${escapeXml(key)}</key>${encodeValue(shape.value, 'value', element)}</entry>`,
        )
        .join('')}</${name}>`;
    case 'structure':
      return `<${name}>${encodeMembers(shape, value as object)}</${name}>`;
    case 'time':
      return `<${name}>${new Date(value as number).toISOString()}</${name}>`;
    default:
      return `<${name}>${escapeXml(String(value))}</${name}>`;
  }
}
