/** The most that the service takes. */
export const LARGEST_BODY = 1_048_576;

const countBytes = (text: string): number => Buffer.byteLength(text);

/** Bodies of about so many bytes, and not more, in the shapes that programs choke on, by name. */
export function makeLargeBodies(bytes = LARGEST_BODY): Readonly<Record<string, string>> {
  const fill = (start: string, unit: string, end: string, size = bytes): string =>
    start + unit.repeat(Math.floor((size - countBytes(start + end)) / countBytes(unit))) + end;
  const depth = Math.floor((bytes - 1) / 2);
  return {
    'a list of numbers on one line': fill('[', '1,', '1]'),
    'records on one line': fill('[', '{"id":1,"name":"x y","tags":["a","b"]},', '{}]'),
    'records on many lines': fill('[\n', '  {"id": 1},\n', '  {}\n]'),
    'empty lists': fill('[', '[],', '[]]'),
    'one long string': fill('"', 'a', '"'),
    'a string of escapes': fill('"', '\\n', '"'),
    'a string in other scripts': fill('{"text":"', '漢字かな ', '"}'),
    'opening brackets': '['.repeat(bytes),
    'nested lists': `${'['.repeat(depth)}1${']'.repeat(depth)}`,
    'nested objects': fill('', '{"a":', ''),
    'one long number': '9'.repeat(bytes),
    'white space': fill('[', ' ', ']'),
    'JSON that is cut off': fill('{"list":[', '{"a":[1,2,3]},', '{"b":'),
    'JSON with a mistake in the middle': fill(fill('[', '1,', 'x', bytes / 2), ',1', ']'),
    base64: fill('', 'QUJDREVG', ''),
    'text on one line': fill('', 'lorem ipsum ', ''),
    'text on many lines': fill('', 'lorem ipsum\n', ''),
    'line feeds': '\n'.repeat(bytes),
  };
}
