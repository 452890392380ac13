import type { MapShape, Members, Shape, StructureShape } from '../api/shapes.ts';

/** An element of a response of the Query protocol, which has neither attributes that matter nor mixed contents. */
export interface XmlElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

const NAME = /[A-Za-z][\w.:-]*/y;
const ENTITY = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** The deepest of SQS has six levels. */
const MAXIMUM_DEPTH = 16;
/** The largest of SQS have some thousands: ten messages with their attributes, or a thousand queues. */
const MAXIMUM_ELEMENTS = 100_000;

/**
 * Reads the outermost element; undefined if the text is no XML of this kind, or has too many elements. Each character is looked at once
 * or twice, whatever the endpoint sends.
 */
export function parseXml(text: string): XmlElement | undefined {
  const root: XmlElement = { name: '', children: [], text: '' };
  const open = [root];
  let elements = 0;
  for (let place = 0; place < text.length; ) {
    const parent = open.at(-1);
    if (parent === undefined || open.length > MAXIMUM_DEPTH) return undefined;
    const isTag = text[place] === '<';
    const found = text.indexOf(isTag ? '>' : '<', place);
    if (isTag && found === -1) return undefined;
    const end = found === -1 ? text.length : found;
    if (!isTag) parent.text += decodeEntities(text.slice(place, end));
    else if (text[place + 1] !== '?' && text[place + 1] !== '!') {
      const isEnd = text[place + 1] === '/';
      NAME.lastIndex = place + (isEnd ? 2 : 1);
      const name = NAME.exec(text)?.[0];
      if (name === undefined) return undefined;
      if (isEnd) {
        if (open.length === 1 || parent.name !== name) return undefined;
        open.pop();
      } else {
        if (++elements > MAXIMUM_ELEMENTS) return undefined;
        const element: XmlElement = { name, children: [], text: '' };
        parent.children.push(element);
        if (text[end - 1] !== '/') open.push(element);
      }
    }
    place = isTag ? end + 1 : end;
  }
  return open.length === 1 ? root.children[0] : undefined;
}

/** The text in pieces: every second one is an element of this name, which has no attributes and is in none of its kind. */
export function splitElements(text: string, name: string): string[] {
  const endTag = `</${name}>`;
  const pieces: string[] = [];
  let place = 0;
  for (;;) {
    const start = text.indexOf(`<${name}>`, place);
    const end = start === -1 ? -1 : text.indexOf(endTag, start);
    if (end === -1) return [...pieces, text.slice(place)];
    pieces.push(text.slice(place, start), text.slice(start, end + endTag.length));
    place = end + endTag.length;
  }
}

function decodeEntities(text: string): string {
  return text.includes('&')
    ? text.replace(ENTITY, (whole, hex?: string, decimal?: string, name?: string) => {
        if (name !== undefined) return ENTITIES[name] ?? whole;
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
      })
    : text;
}

export function findChild(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The members of a result as the JSON protocol has them: lists and maps are flattened in XML. */
export function readXmlMembers(shape: StructureShape<Members>, element: XmlElement): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const wanted = member.kind === 'list' || member.kind === 'map' ? member.queryName : name;
    const found = element.children.filter((child) => child.name === wanted);
    if (found.length > 0) members[name] = readXmlValue(member, found);
  }
  return members;
}

function readXmlValue(shape: Shape, found: readonly XmlElement[]): unknown {
  const [first] = found;
  if (first === undefined) return undefined;
  switch (shape.kind) {
    case 'list':
      return found.map((each) => readXmlValue(shape.member, [each]));
    case 'map':
      return readXmlMap(shape, found);
    case 'structure':
      return readXmlMembers(shape, first);
    case 'integer':
      return Number(first.text);
    case 'boolean':
      return first.text === 'true';
    default:
      return first.text;
  }
}

function readXmlMap(shape: MapShape<Shape>, found: readonly XmlElement[]): Record<string, unknown> {
  return Object.fromEntries(
    found.map((each) => [
      findChild(each, shape.keyName)?.text ?? '',
      readXmlValue(
        shape.value,
        each.children.filter((child) => child.name === shape.valueName),
      ),
    ]),
  );
}
