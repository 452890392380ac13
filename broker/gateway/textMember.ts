const QUOTE = 0x22;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
/** Tab, line feed, carriage return, space. */
const BLANKS: ReadonlySet<number | undefined> = new Set([0x09, 0x0a, 0x0d, 0x20]);

/** Bytes of a text; `end` is that of the first byte behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the value of a member of the outermost object is, without its quotes, if it is a text. Nothing is parsed: what is around it
 * stays as it came, to the byte.
 */
export function findJsonText(json: Buffer, name: string): Span | undefined {
  const key = Buffer.from(`"${name}"`);
  let found: Span | undefined;
  eachOuterName(json, (start, end, colon) => {
    const isKey = end - start === key.length && json.compare(key, 0, key.length, start, end) === 0;
    const value = isKey ? skipBlanks(json, colon + 1) : colon;
    if (json[value] === QUOTE) found = { start: value + 1, end: endOfText(json, value) };
    return found === undefined;
  });
  return found;
}

/**
 * The names of the members of the outermost object, in their order, also those that are repeated.
 * @param isValid it is known to be JSON
 * @returns undefined if it is no JSON object, or has more than `maximum` members
 */
export function listMembers(json: Buffer, maximum: number, isValid = false): readonly string[] | undefined {
  if (json[skipBlanks(json, 0)] !== OPENING_BRACE || !(isValid || isJson(json))) return undefined;
  const names: string[] = [];
  eachOuterName(json, (start, end) => {
    names.push(JSON.parse(json.toString('utf8', start, end)) as string);
    return names.length <= maximum;
  });
  return names.length > maximum ? undefined : names;
}

/**
 * Goes through the names of the members of the outermost object.
 * @param visit gets where the name is, with its quotes, and the colon behind it; the answer says whether to go on
 */
function eachOuterName(json: Buffer, visit: (start: number, end: number, colon: number) => boolean): void {
  let depth = 0;
  for (let place = 0; place < json.length; place++) {
    const byte = json[place];
    if (byte === OPENING_BRACE || byte === OPENING_BRACKET) depth++;
    else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) depth--;
    if (byte !== QUOTE) continue;
    const end = endOfText(json, place);
    const colon = depth === 1 ? skipBlanks(json, end + 1) : end;
    if (json[colon] === COLON && !visit(place, end + 1, colon)) return;
    place = end;
  }
}

function isJson(json: Buffer): boolean {
  try {
    JSON.parse(json.toString());
    return true;
  } catch {
    return false;
  }
}

/** Where the value of a parameter of a form is, as it is escaped there. */
export function findFormValue(form: Buffer, name: string): Span | undefined {
  const key = `${name}=`;
  for (let place = form.indexOf(key); place !== -1; place = form.indexOf(key, place + 1)) {
    if (place > 0 && form[place - 1] !== AMPERSAND) continue;
    const end = form.indexOf(AMPERSAND, place);
    return { start: place + key.length, end: end === -1 ? form.length : end };
  }
  return undefined;
}

const AMPERSAND = 0x26;

/** The same bytes, with others in the place of some. */
export function replaceSpan(bytes: Buffer, { start, end }: Span, text: string): Buffer {
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(text), bytes.subarray(end)]);
}

/** The quote that ends the text which begins at this one; the length of the JSON if it does not end. */
function endOfText(json: Buffer, quote: number): number {
  for (let place = json.indexOf(QUOTE, quote + 1); place !== -1; place = json.indexOf(QUOTE, place + 1)) {
    let backslashes = 0;
    while (json[place - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return place;
  }
  return json.length;
}

function skipBlanks(json: Buffer, start: number): number {
  let place = start;
  while (BLANKS.has(json[place])) place++;
  return place;
}
