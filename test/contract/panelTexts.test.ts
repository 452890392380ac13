import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE, BUNDLE_FOLDER } from '../support/exportTexts.mjs';

const PANELS = ['alarmForm', 'composer', 'load', 'metrics', 'queueEditor', 'scaling', 'trace'];
/** What a page may carry in translations; all of the product's texts take more than 80 KiB. */
const MAXIMUM_BYTES = 24 * 1024;

/** A call with a literal text first. */
const CALL = /([\w$]+)\(("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`)/g;

/** The texts in the calls of the function that most texts go to: the script is minified, and its name is unknown. */
function readCalledTexts(script: string, known: ReadonlySet<string>): Set<string> {
  const byFunction = new Map<string, Set<string>>();
  for (const [, name = '', literal = ''] of script.matchAll(CALL)) {
    const text = readLiteral(literal);
    if (!known.has(text)) continue;
    const texts = byFunction.get(name) ?? new Set();
    byFunction.set(name, texts.add(text));
  }
  return [...byFunction.values()].reduce(
    (most, texts) => (texts.size > most.size ? texts : most),
    new Set<string>(),
  );
}

function readLiteral(literal: string): string {
  return literal.slice(1, -1).replaceAll(/\\(u[\da-f]{4}|.)/gs, (_, sign: string) => {
    if (sign.length > 1) return String.fromCharCode(Number.parseInt(sign.slice(1), 16));
    return sign === 'n' ? '\n' : sign;
  });
}

describe('the translations in the page of a panel', () => {
  const all = new Set(Object.keys(JSON.parse(readFileSync(BUNDLE, 'utf8')) as object));
  const german = JSON.parse(readFileSync(join(BUNDLE_FOLDER, 'bundle.l10n.de.json'), 'utf8')) as Readonly<
    Record<string, string>
  >;

  for (const panel of PANELS) {
    it(`are those that the script of ${panel} uses, and few others`, () => {
      const keys = JSON.parse(
        readFileSync(join('dist', 'webview', `${panel}.texts.json`), 'utf8'),
      ) as string[];
      const called = readCalledTexts(readFileSync(join('dist', 'webview', `${panel}.js`), 'utf8'), all);
      assert.ok(called.size > 30, `${called.size} texts in the script`);
      assert.deepEqual(
        [...called].filter((text) => !keys.includes(text)),
        [],
      );
      // The bundler drops functions that a panel does not call; their texts stay in the list.
      const unused = keys.filter((text) => !called.has(text));
      assert.ok(unused.length < keys.length / 3, unused.join(' | '));
      const page = JSON.stringify(Object.fromEntries(keys.map((key) => [key, german[key]])));
      assert.ok(Buffer.byteLength(page) < MAXIMUM_BYTES, `${Buffer.byteLength(page)} bytes`);
    });
  }
});
