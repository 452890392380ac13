import { fail, type Result, succeed } from '../engine/base/result.ts';

/** More parameters than any legal request has: a full batch with all attributes has about 500. */
const MAXIMUM_PARAMETERS = 10_000;
/** Their names share most of their parts. */
const MAXIMUM_NAME_PARTS = 20_000;
/** `MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name` of CloudWatch has nine; those of SQS have seven. */
const MAXIMUM_KEY_PARTS = 9;

/** The parameters of a Query request by their dotted names: `A.1.Name=x` is A → 1 → Name. */
export interface FormNode {
  text: string | undefined;
  children: Map<string, FormNode> | undefined;
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

/**
 * Reads `a=b&c.1=d` texts (a form body, a query string) into one tree; of equal names the last text wins. Fails with
 * `MalformedInput` for broken percent-encoding and absurd numbers of parameters.
 */
export function parseParameters(texts: readonly string[]): Result<FormNode> {
  const root: FormNode = { text: undefined, children: undefined };
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
function addParameter(root: FormNode, pair: string): number {
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
export function readParameter(root: FormNode, name: string): string | undefined {
  return root.children?.get(name)?.text;
}
