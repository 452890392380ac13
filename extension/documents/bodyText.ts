import { applyEdits, format, type ParseError, parse } from 'jsonc-parser';

/**
 * Lays a JSON body out for reading. Works on the text, so that large numbers, repeated keys and escapes stay as sent.
 * @returns the body unchanged when it is not JSON
 */
export function formatBody(body: string): string {
  const errors: ParseError[] = [];
  parse(body, errors, { disallowComments: true });
  if (errors.length > 0) return body;
  return applyEdits(body, format(body, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' }));
}
