import type { ListShape, MapShape, Members, Shape, StructureShape, ValueOf } from '../../api/shapes.ts';
import { fail, type Result, succeed } from '../../engine/base/result.ts';
import { decodeBase64 } from '../../calls/base64.ts';

/** More parameters than any legal request has: a full batch with all attributes has about 500. */
const MAXIMUM_PARAMETERS = 10_000;
/** Their names share most of their parts. */
const MAXIMUM_NAME_PARTS = 20_000;
/** `SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringListValue.1` has seven. */
const MAXIMUM_KEY_PARTS = 8;

/** The parameters of a Query request by their dotted names: `A.1.Name=x` is A → 1 → Name. */
export interface ParameterNode {
  text: string | undefined;
  children: Map<string, ParameterNode> | undefined;
}

const AMPERSAND = 0x26;
const PLUS = 0x2b;
const SPACE = 0x20;

/** The text of a form, with its spaces written as such: to replace a megabyte of them in a text takes a second. */
export function readForm(body: Buffer): string {
  if (!body.includes(PLUS)) return body.toString();
  const spaced = Buffer.from(body);
  for (let place = 0; place < spaced.length; place++) if (spaced[place] === PLUS) spaced[place] = SPACE;
  return spaced.toString();
}

/** Thrown and caught in this file only: a mismatch may lie several levels deep. */
class TypeMismatch extends Error {}

/**
 * Reads `a=b&c.1=d` texts (a form body, a query string) into one tree; of equal names the last text wins. Fails with
 * `MalformedInput` for broken percent-encoding and absurd numbers of parameters.
 */
export function parseParameters(texts: readonly string[]): Result<ParameterNode> {
  const root: ParameterNode = { text: undefined, children: undefined };
  let count = 0;
  let nameParts = 0;
  for (const text of texts) {
    let start = 0;
    while (start < text.length) {
      if (text.charCodeAt(start) === AMPERSAND) {
        start++;
        continue;
      }
      const ampersand = text.indexOf('&', start);
      const end = ampersand === -1 ? text.length : ampersand;
      if (end > start) {
        count += 1;
        try {
          nameParts += addParameter(root, text.slice(start, end));
        } catch {
          return fail('MalformedInput', 'The request is not valid percent-encoded UTF-8.');
        }
        if (count > MAXIMUM_PARAMETERS || nameParts > MAXIMUM_NAME_PARTS) {
          return fail('MalformedInput', 'The request has too many parameters.');
        }
      }
      start = end + 1;
    }
  }
  return succeed(root);
}

/** @returns how many parts of the name were new */
function addParameter(root: ParameterNode, pair: string): number {
  const equals = pair.indexOf('=');
  const name = decodePercent(equals === -1 ? pair : pair.slice(0, equals));
  const value = equals === -1 ? '' : decodePercent(pair.slice(equals + 1));
  const parts = name.split('.', MAXIMUM_KEY_PARTS + 1);
  // Deeper than any parameter of the service: unknown, and so ignored.
  if (parts.length > MAXIMUM_KEY_PARTS) return 0;
  let newParts = 0;
  let node = root;
  for (const part of parts) {
    node.children ??= new Map();
    let child = node.children.get(part);
    if (child === undefined) {
      child = { text: undefined, children: undefined };
      node.children.set(part, child);
      newParts++;
    }
    node = child;
  }
  node.text = value;
  return newParts;
}

/** Throws URIError for broken escapes and for escapes that are not UTF-8. */
function decodePercent(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced;
}

/** The text of a top-level parameter. */
export function readParameter(root: ParameterNode, name: string): string | undefined {
  return root.children?.get(name)?.text;
}

/** Reads the members of an action's input. Fails with `MalformedInput` for numbers and blobs that are not. */
export function decodeQuery<M extends Members>(
  root: ParameterNode,
  shape: StructureShape<M>,
): Result<ValueOf<StructureShape<M>>> {
  try {
    return succeed(readMembers(shape.members, root) as ValueOf<StructureShape<M>>);
  } catch (error) {
    if (error instanceof TypeMismatch) return fail('MalformedInput', error.message);
    throw error;
  }
}

function readMembers(members: Members, node: ParameterNode): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const name in members) {
    const shape = members[name] as Shape;
    const queryName = shape.kind === 'list' || shape.kind === 'map' ? shape.queryName : name;
    const child = node.children?.get(queryName);
    const value = child === undefined ? undefined : readNode(shape, child);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function readNode(shape: Shape, node: ParameterNode): unknown {
  switch (shape.kind) {
    case 'string':
      return node.text;
    case 'integer':
      return node.text === undefined ? undefined : readInteger(node.text);
    case 'boolean':
      return node.text === undefined ? undefined : node.text === 'true';
    case 'blob':
      return node.text === undefined ? undefined : readBlob(node.text);
    case 'list':
      return readList(shape, node);
    case 'map':
      return readMap(shape, node);
    case 'structure':
      return node.children === undefined ? undefined : readMembers(shape.members, node);
  }
}

/** `X.1`, `X.2`, …; and `X` alone as a list of one, which old clients send. */
function readList(shape: ListShape<Shape>, node: ParameterNode): unknown[] {
  const elements = listIndexed(node)
    .map((child) => readNode(shape.member, child))
    .filter((value) => value !== undefined);
  if (elements.length > 0) return elements;
  const single = readNode(shape.member, node);
  return single === undefined ? [] : [single];
}

/** `X.1.Name` and `X.1.Value`, …; and `X.Name` with `X.Value` as a map of one, which old clients send. */
function readMap(shape: MapShape<Shape>, node: ParameterNode): object {
  const result = Object.create(null) as Record<string, unknown>;
  const pairs = node.children?.has(shape.keyName) === true ? [node] : listIndexed(node);
  for (const pair of pairs) {
    const key = pair.children?.get(shape.keyName)?.text ?? '';
    const value = pair.children?.get(shape.valueName);
    const read = value === undefined ? undefined : readNode(shape.value, value);
    result[key] = read ?? (shape.value.kind === 'string' ? '' : {});
  }
  return result;
}

/** The children with numbers for names, by number; numbers may be missing. */
function listIndexed(node: ParameterNode): ParameterNode[] {
  const indexed: { readonly index: number; readonly child: ParameterNode }[] = [];
  for (const [name, child] of node.children ?? []) {
    if (/^\d{1,9}$/.test(name)) indexed.push({ index: Number(name), child });
  }
  return indexed.sort((a, b) => a.index - b.index).map(({ child }) => child);
}

function readInteger(text: string): number {
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new TypeMismatch('STRING_VALUE can not be converted to an Integer');
  }
  return value;
}

function readBlob(text: string): Uint8Array {
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw new TypeMismatch('Blob values must be base64 with padding.');
  return bytes;
}
