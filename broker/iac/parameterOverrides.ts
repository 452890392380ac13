/** Far more than a stack of 200 parameters needs; what is behind it is not read. */
const MAXIMUM_LENGTH = 65_536;
/** Between values: a text without spaces, in which quotation marks and backslashes keep them. */
const WORD = /(?:"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|\\.|[^\s\\"'])+/gs;
/** A part of a value that is in quotation marks, or an escaped character. */
const QUOTED = /"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|\\./gs;
/** `ParameterKey=Name,ParameterValue=Value` is the long form of `Name=Value`. */
const LONG_FORM = /^ParameterKey=([\w:.-]+),ParameterValue=/;
const SHORT_FORM = /^([\w:.-]+)=/;

/**
 * Reads what the SAM CLI takes as `parameter_overrides`, such as `Stage=dev Title="Our orders"`. Of a long text, only the first
 * 65,536 UTF-16 units are read. Each part of a word can match in one way only, so the work grows linearly.
 */
export function parseOverrides(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [word] of text.slice(0, MAXIMUM_LENGTH).matchAll(WORD)) {
    const [start = '', name] = LONG_FORM.exec(word) ?? SHORT_FORM.exec(word) ?? [];
    if (name !== undefined) found.set(name, unquote(word.slice(start.length)));
  }
  return found;
}

/** Without the quotation marks around it, or around parts of it. */
function unquote(value: string): string {
  return value.replaceAll(QUOTED, (part) => {
    const [quotationMark] = part;
    const isQuoted = quotationMark === '"' || quotationMark === "'";
    const isClosed = part.length > 1 && part.endsWith(quotationMark ?? '');
    return (isQuoted ? part.slice(1, isClosed ? -1 : undefined) : part).replaceAll(/\\(.)/gs, '$1');
  });
}
