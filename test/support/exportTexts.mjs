// Reads the texts that are shown to users from the sources, in the form of a bundle of vscode.l10n.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';

/** The parts of the product; tests have no texts of their own. */
const FOLDERS = ['extension', 'broker', 'webview'];

/** Where the bundles are; package.json names it. */
export const BUNDLE_FOLDER = join('extension', 'l10n');
export const BUNDLE = join(BUNDLE_FOLDER, 'bundle.l10n.json');

/**
 * The sources that call `l10n.t`, in order.
 * @param {string} root the project's folder
 */
export function readSources(root) {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(folder, String(name)))
      .filter((path) => /(?<!\.d)\.tsx?$/u.test(path) && !path.includes('node_modules')),
  )
    .sort()
    .map((path) => ({ path, contents: readFileSync(join(root, path), 'utf8') }))
    .filter(({ contents }) => contents.includes('l10n.t'));
}

/**
 * Each text by itself, sorted.
 * @param {string} root the project's folder
 * @returns {Promise<Record<string, string>>}
 */
export async function exportTexts(root) {
  const sources = readSources(root);
  // One text for all files of a grammar: the exporter needs a second for each text, however short it is.
  const texts = ['.ts', '.tsx'].map((extension) => ({
    extension,
    contents: [
      "import * as l10n from '@vscode/l10n';",
      ...sources
        .filter(({ path }) => extname(path) === extension)
        .map(({ contents }) => contents.replaceAll(/^import\b[^;]*;$/gmu, '')),
    ].join('\n'),
  }));
  const bundle = await getL10nJson(texts);
  return Object.fromEntries(
    Object.keys(bundle)
      .sort()
      .map((text) => [text, text]),
  );
}
