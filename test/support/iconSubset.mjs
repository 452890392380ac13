// The icon font of the pages, without the icons that no page draws.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import subsetFont from 'subset-font';

const NAMES = 'webview/shared/iconNames.ts';
/** What the style sheet of the codicons says of one icon: its name, and its character as a number in hexadecimal. */
const ICON_RULE = /^\.codicon-([\w-]+):before \{ content: "\\([\da-f]+)" \}\n/gm;

/**
 * An esbuild plugin that leaves the icons of `webview/shared/iconNames.ts` in the codicons' font and style sheet.
 * @param {string} root the project's folder
 * @returns {import('esbuild').Plugin} its build fails with the names that the codicons do not have
 */
export function subsetIcons(root) {
  const names = join(root, NAMES);
  return {
    name: 'subset-icons',
    setup(build) {
      build.onLoad({ filter: /[\\/]codicon\.css$/ }, async ({ path }) => {
        const { css, missing } = leaveIcons(readFileSync(path, 'utf8'), await readNames(names));
        const errors = missing.map((name) => ({ text: `There is no codicon "${name}" (${NAMES})` }));
        return { contents: css, loader: 'css', errors, watchFiles: [path, names] };
      });
      build.onLoad({ filter: /[\\/]codicon\.ttf$/ }, async ({ path }) => {
        const sheet = readFileSync(path.replace(/ttf$/, 'css'), 'utf8');
        const { characters } = leaveIcons(sheet, await readNames(names));
        const contents = await subsetFont(readFileSync(path), characters);
        return { contents, loader: 'file', watchFiles: [path, names] };
      });
    },
  };
}

/**
 * @param {string} path
 * @returns {Promise<ReadonlySet<string>>}
 */
async function readNames(path) {
  const { code } = await esbuild.transform(readFileSync(path, 'utf8'), { loader: 'ts' });
  const { ICON_NAMES } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return new Set(ICON_NAMES);
}

/**
 * @param {string} sheet
 * @param {ReadonlySet<string>} names
 * @returns {{ css: string, characters: string, missing: string[] }} the sheet without the other icons, the characters of those
 *   that are left, and the names that the sheet does not have
 */
function leaveIcons(sheet, names) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const css = sheet.replaceAll(ICON_RULE, (rule, name, digits) => {
    if (!names.has(name)) return '';
    found.set(name, String.fromCodePoint(Number.parseInt(digits, 16)));
    return rule;
  });
  const missing = [...names].filter((name) => !found.has(name));
  return { css, characters: [...found.values()].join(''), missing };
}
