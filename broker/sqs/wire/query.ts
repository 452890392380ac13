import type { ListShape, MapShape, Members, Shape, StructureShape, ValueOf } from '../../api/shapes.ts';
import { fail, type Result, succeed } from '../../engine/base/result.ts';
import { decodeBase64 } from '../../calls/base64.ts';
import type { FormNode } from '../../calls/form.ts';

/** Thrown and caught in this file only: a mismatch may lie several levels deep. */
class TypeMismatch extends Error {}

/** Reads the members of an action's input. Fails with `MalformedInput` for numbers and blobs that are not. */
export function decodeQuery<M extends Members>(
  root: FormNode,
  shape: StructureShape<M>,
): Result<ValueOf<StructureShape<M>>> {
  try {
    return succeed(readMembers(shape.members, root) as ValueOf<StructureShape<M>>);
  } catch (error) {
    if (error instanceof TypeMismatch) return fail('MalformedInput', error.message);
    throw error;
  }
}

function readMembers(members: Members, node: FormNode): Record<string, unknown> {
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

function readNode(shape: Shape, node: FormNode): unknown {
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
function readList(shape: ListShape<Shape>, node: FormNode): unknown[] {
  const elements = listIndexed(node)
    .map((child) => readNode(shape.member, child))
    .filter((value) => value !== undefined);
  if (elements.length > 0) return elements;
  const single = readNode(shape.member, node);
  return single === undefined ? [] : [single];
}

/** `X.1.Name` and `X.1.Value`, …; and `X.Name` with `X.Value` as a map of one, which old clients send. */
function readMap(shape: MapShape<Shape>, node: FormNode): object {
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
function listIndexed(node: FormNode): FormNode[] {
  const indexed: { readonly index: number; readonly child: FormNode }[] = [];
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
