import type { FormNode } from '../../calls/form.ts';
import { TypeMismatch } from '../../calls/shapes/readTree.ts';
import type { ListShape, Members, Shape, StructureShape } from '../../calls/shapes/shape.ts';

/**
 * Reads members from the parameters of a Query request: `MetricData.member.1.Value=5`.
 * @throws TypeMismatch
 */
export function readForm({ members }: StructureShape<Members>, node: FormNode): object {
  const result: Record<string, unknown> = {};
  for (const [name, { shape }] of Object.entries(members)) {
    const child = node.children?.get(name);
    const value = child === undefined ? undefined : readNode(shape, child);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function readNode(shape: Shape, node: FormNode): unknown {
  switch (shape.kind) {
    case 'text':
      return node.text;
    case 'number':
      return node.text === undefined ? undefined : readNumber(shape.isWhole, node.text);
    case 'time':
      return node.text === undefined ? undefined : readTime(node.text);
    case 'boolean':
      return node.text === undefined ? undefined : readBoolean(node.text);
    case 'list':
      return readList(shape, node);
    case 'map':
      return undefined;
    case 'structure':
      return node.children === undefined ? undefined : readForm(shape, node);
  }
}

/** An empty list is written as an empty text. */
function readList({ member }: ListShape<Shape>, node: FormNode): unknown[] {
  const numbered = [...(node.children?.get('member')?.children ?? [])].filter(([name]) =>
    /^\d{1,9}$/.test(name),
  );
  return numbered
    .toSorted(([one], [other]) => Number(one) - Number(other))
    .map(([, child]) => readNode(member, child))
    .filter((value) => value !== undefined);
}

function readNumber(isWhole: boolean, text: string): number {
  const value = Number(text);
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && Number.isFinite(value);
  if (!isNumber || (isWhole && !Number.isSafeInteger(value))) {
    throw new TypeMismatch(`STRING_VALUE can not be converted to ${isWhole ? 'an Integer' : 'a Double'}`);
  }
  return value;
}

/** ISO 8601, as SDKs write it; without a zone it is UTC. */
function readTime(text: string): number {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  const value = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(value)) throw new TypeMismatch(`timestamp must follow ISO8601`);
  return value;
}

function readBoolean(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new TypeMismatch('STRING_VALUE can not be converted to a Boolean');
}
