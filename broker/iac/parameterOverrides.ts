/** `Name=Value`, or `ParameterKey=Name,ParameterValue=Value`; a value with spaces is in quotation marks. */
const OVERRIDE =
  /(?:ParameterKey=([\w:.-]+),ParameterValue=|([\w:.-]+)=)("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\\.|[^\s\\"'])*)/g;

/**
 * Reads what the SAM CLI takes as `parameter_overrides`, such as `Stage=dev Title="Our orders"`.
 * Work grows linearly with the text: no part of the pattern can match in two ways.
 */
export function parseOverrides(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, key, name = key, value = ''] of text.matchAll(OVERRIDE)) {
    if (name !== undefined) found[name] = unquote(value);
  }
  return found;
}

function unquote(value: string): string {
  const isQuoted = value.length > 1 && /^["']/.test(value);
  return (isQuoted ? value.slice(1, -1) : value).replaceAll(/\\(.)/g, '$1');
}
