import { pathOf, queryTextOf } from '../calls/requestTarget.ts';
import { type OperationDeclaration, type OperationName, OPERATIONS } from './operations.ts';

/** The operation that a request asks for, and the members of its input that the URL has: texts. */
export interface Route {
  readonly operation: OperationName;
  readonly declaration: OperationDeclaration;
  readonly members: Readonly<Record<string, string | readonly string[]>>;
}

const PATHS = Object.entries<OperationDeclaration>(OPERATIONS).map(([name, declaration]) => ({
  operation: name as OperationName,
  declaration,
  labels: Array.from(declaration.path.matchAll(/\{(\w+)\}/g), ([, label = '']) => label),
  // A label may have slashes that a client did not encode; older clients end paths with one.
  pattern: new RegExp(`^${declaration.path.replaceAll(/\{\w+\}/g, '(.+?)')}/?$`),
}));

/** Undefined: no operation that is served has this method and path. */
export function findRoute(method: string, url: string): Route | undefined {
  const path = pathOf(url);
  for (const { operation, declaration, labels, pattern } of PATHS) {
    const [whole, ...values] = declaration.method === method ? (pattern.exec(path) ?? []) : [];
    if (whole === undefined) continue;
    const members: Record<string, string | readonly string[]> = {};
    for (const [index, label] of labels.entries()) members[label] = decode(values[index] ?? '');
    const query = new URLSearchParams(queryTextOf(url));
    for (const name of declaration.inQuery ?? []) {
      const given = query.getAll(name);
      // The only list has another case than its member.
      if (name === 'tagKeys') members.TagKeys = given;
      else if (given[0] !== undefined) members[name] = given[0];
    }
    return { operation, declaration, members };
  }
  return undefined;
}

/** What cannot be decoded is no name of anything. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
