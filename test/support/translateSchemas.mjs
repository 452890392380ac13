// The schemas of the files that users write, in other languages: VS Code takes their texts as they are.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const SCHEMA_FOLDER = join('extension', 'schemas');

/** Keywords whose value an editor shows. */
const TEXT_KEYWORDS = new Set(['title', 'description', 'errorMessage', 'patternErrorMessage']);

/** @typedef {Readonly<Record<string, string>>} Texts */

/**
 * A schema whose texts are replaced. Members of objects that are called like a keyword, such as a property "description",
 * are schemas, not texts.
 * @param {unknown} value
 * @param {(text: string) => string} translate
 * @returns {unknown}
 */
function mapTexts(value, translate) {
  if (Array.isArray(value)) return value.map((element) => mapTexts(element, translate));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      TEXT_KEYWORDS.has(name) && typeof member === 'string' ? translate(member) : mapTexts(member, translate),
    ]),
  );
}

/**
 * What every translated schema has to be, by its path.
 * @param {string} root the project's folder
 * @returns {{ files: Map<string, unknown>, missing: string[], unused: string[] }} and the texts without a translation, and
 *   the translations without a text
 */
export function translateSchemas(root) {
  const names = readdirSync(join(root, SCHEMA_FOLDER));
  const read = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(join(root, SCHEMA_FOLDER, name), 'utf8'));
  /** @type {Map<string, unknown>} */
  const files = new Map();
  /** @type {string[]} */
  const missing = [];
  /** @type {string[]} */
  const unused = [];
  for (const name of names) {
    const language = /^texts\.(.+)\.json$/u.exec(name)?.[1];
    if (language === undefined) continue;
    /** @type {Texts} */
    const texts = read(name);
    /** @type {Set<string>} */
    const used = new Set();
    const translate = (/** @type {string} */ text) => {
      used.add(text);
      if (!Object.hasOwn(texts, text)) missing.push(`${name}: ${text}`);
      return texts[text] ?? text;
    };
    for (const schema of names.filter((each) => /^queueside(\.\w+)?\.schema\.json$/u.test(each)))
      files.set(
        join(SCHEMA_FOLDER, schema.replace('.schema.json', `.schema.${language}.json`)),
        mapTexts(read(schema), translate),
      );
    unused.push(
      ...Object.keys(texts)
        .filter((text) => !used.has(text))
        .map((text) => `${name}: ${text}`),
    );
  }
  return { files, missing, unused };
}
